import type { Policy } from "@passbook/core";
import { sellablePrices } from "../../../functions/stripe/catalogue.ts";
import { isHandled } from "../../../functions/stripe/translate.ts";
import type { Token } from "../../support/gateway-event.ts";
import { localStripe } from "../../support/local-stripe.ts";
import { signature } from "../../support/signed.ts";
import { CrashStage } from "./stage.ts";

const DAY = 24 * 3_600_000;
const CARD = "4242424242424242";

export const ada: Token = { sub: "ada", scope: "credits:read credits:spend credits:manage" };

/** Ada, and a local Stripe that knows what she has bought: by our own verbs, and told by its own events. */
export async function shopper(policy: Policy) {
  const stripe = await localStripe({ prices: sellablePrices(policy) });
  const stage = new CrashStage({ policy, stripe: stripe.stripe });
  const isTold = new Set<string>();
  let keys = 0;
  const moves = (to: number) => {
    stripe.wall.now = to;
    stage.time.now = to;
  };
  const told = async () => {
    const { invoke } = await stage.environment();
    for (const event of (await stripe.events()).filter(isHandled)) {
      if (isTold.has(event.id)) continue;
      isTold.add(event.id);
      const body = JSON.stringify(event);
      const headers = { "stripe-signature": signature(body, stage.time.now) };
      const answered = await invoke("POST /stripe/webhook", { body, headers });
      if (answered?.status !== 200) throw new Error(`${event.type}: ${answered?.text}`);
    }
  };
  const asks = async (verb: string, body: object) => {
    const { invoke } = await stage.environment();
    const request = { token: ada, key: `before ${(keys += 1)}`, body };
    const answered = await invoke(`POST /accounts/ada/${verb}`, request);
    if (answered?.status !== 200) throw new Error(`${verb}: ${answered?.text}`);
    await told();
    return answered.body as { readonly url?: string };
  };
  moves(stage.time.now);
  return {
    stripe,
    stage,
    asks,
    /** Through Checkout; then some days pass. */
    async buys(wanted: object): Promise<void> {
      const { url = "" } = await asks("checkout", wanted);
      await stripe.post(new URL(url).pathname, { cardNumber: CARD });
      await told();
      moves(stage.time.now + 10 * DAY);
    },
  };
}

export type Shopper = Awaited<ReturnType<typeof shopper>>;
