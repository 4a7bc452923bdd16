import type { Spend } from "@passbook/core";
import * as z from "zod/mini";
import type { Body } from "../http/request.ts";
import { type Read, read, withoutUndefined } from "../http/schema.ts";
import { credits, instant, memberId, name, reason } from "./fields.ts";

/** What one unit of a service is to be. */
const options = z.strictObject({ length: z.optional(z.int().check(z.minimum(1))), quality: z.optional(name) });

/** A service of the catalogue; `startsAt` makes it a booking. */
export const serviceWanted = {
  service: name,
  quantity: z.optional(credits),
  options: z.optional(options),
};

/** For whom, on an account with members; only an operator may name another than who asks (O15). */
export const forMember = { member: z.optional(memberId) };

export const serviceSpend = z.strictObject({ ...serviceWanted, startsAt: z.optional(instant), ...forMember });
export const operatorSpend = z.strictObject({ credits, reason, ...forMember });

/** What is to be paid for, and for whom. */
export type SpendWanted = Pick<Spend, "for" | "member">;

/** A service, or, where the body names `credits`, an amount with its reason. */
export function readSpend(body: Body): Read<SpendWanted> {
  if (isAmount(body)) return read(operatorSpend, body, amountWanted);
  return read(serviceSpend, body, ({ startsAt, member, ...wanted }) => ({
    for: { ...serviceOf(wanted), ...withoutUndefined({ startsAt }) },
    ...withoutUndefined({ member }),
  }));
}

/** Only `credits:operate` may name an amount; everybody else pays what the catalogue says. */
export function isAmount(body: Body): boolean {
  return Object.hasOwn(body, "credits");
}

/** Only `credits:operate` may act for somebody else. */
export function namesAnother(body: Body, sub: string): boolean {
  return Object.hasOwn(body, "member") && body["member"] !== sub;
}

export function amountWanted({ member, ...wanted }: z.infer<typeof operatorSpend>): SpendWanted {
  return { for: wanted, ...withoutUndefined({ member }) };
}

/** One unit, unless more are asked for. */
export function serviceOf({
  service,
  quantity = 1,
  options: chosen = {},
}: z.infer<z.ZodMiniObject<typeof serviceWanted>>) {
  return { service, quantity, options: withoutUndefined(chosen) };
}
