import { policies } from "@passbook/core/policies";
import * as z from "zod/mini";
import { asked } from "../asked.ts";
import { jsonReply } from "../gateway/reply.ts";
import type { LocalRoute } from "../gateway/server.ts";
import { cardOf, putCard } from "./card.ts";
import { customerAt, type Till } from "./customer.ts";
import { travel } from "./time-travel.ts";

export interface BarParts {
  readonly till: Till;
  /** When something comes to the account by itself, if it does. */
  readonly nextOf: (account: string) => Promise<Date | undefined>;
  /** Begins anew with another policy; absent: this Passbook can't. */
  readonly restart?: ((policy: string) => void) | undefined;
}

const account = z.string().check(z.minLength(1), z.maxLength(128));
const clockOrder = z.strictObject({ account, to: z.enum(["renewal", "month", "year"]) });
const cardOrder = z.strictObject({ account, card: z.enum(["succeeds", "declines"]) });
const productOrder = z.strictObject({ policy: z.enum(Object.keys(policies)) });

/** What the bar over the page does. */
export function barRoutes({ till, nextOf, restart }: BarParts): LocalRoute[] {
  const clock = asked(clockOrder, async ({ account: whose, to }) => {
    const until = to === "renewal" ? await nextOf(whose) : to;
    if (until === undefined) return jsonReply(409, { message: `Nothing comes to ${whose} by itself.` });
    const seconds = await travel(till, whose, until);
    return jsonReply(200, { now: new Date(seconds * 1000).toISOString() });
  });
  const card = asked(cardOrder, async ({ account: whose, card: wanted }) => {
    const customer = await customerAt(till, whose);
    if (!customer) return jsonReply(409, { message: `${whose} has never paid: the first card is put in at Checkout.` });
    await putCard(till, customer, wanted);
    return jsonReply(200, { card: wanted });
  });
  const product = asked(productOrder, ({ policy }) => {
    if (!restart) return jsonReply(409, { message: "Only what `npm start` has started can begin anew." });
    return { ...jsonReply(202, { policy }), afterwards: () => restart(policy) };
  });
  return [
    {
      method: "GET",
      path: "/local/accounts/{account}",
      answer: async (_body, { account: whose = "" }) => jsonReply(200, { card: await cardOf(till, whose) }),
    },
    { method: "POST", path: "/local/clock", answer: clock },
    { method: "POST", path: "/local/card", answer: card },
    { method: "POST", path: "/local/product", answer: product },
  ];
}
