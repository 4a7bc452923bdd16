import type { ServiceRequest, Spend } from "@passbook/core";
import * as z from "zod/mini";
import type { Body } from "../http/request.ts";
import { type Read, read, withoutUndefined } from "../http/schema.ts";
import type { QuotedWanted } from "../receipts/quote.ts";
import { credits, instant, memberId, name, reason } from "./fields.ts";

/** What one unit of a service is to be. */
const options = z.strictObject({ length: z.optional(z.int().check(z.minimum(1))), quality: z.optional(name) });

/** A service of the catalogue. */
export const serviceWanted = {
  service: name,
  quantity: z.optional(credits),
  options: z.optional(options),
};

/** When it is for; that makes it a booking. */
const starting = { startsAt: z.optional(instant) };

/** For whom, on an account with members; only an operator may name another than who asks (O15). */
export const forMember = { member: z.optional(memberId) };

/** A price is an account's, whoever pays (O13). */
export const quoteRequest = z.strictObject({ ...serviceWanted, ...starting });
export const serviceSpend = z.strictObject({ ...serviceWanted, ...starting, ...forMember });
export const quotedSpend = z.strictObject({ quote: z.string().check(z.maxLength(2_000)), ...forMember });
export const operatorSpend = z.strictObject({ credits, reason, ...forMember });

/** What is to be paid for, and for whom. */
export type SpendWanted = Pick<Spend, "member"> & (Pick<Spend, "for"> | QuotedWanted);

/** A service, what was quoted, or, where the body names `credits`, an amount with its reason. */
export function readSpend(body: Body, readQuote: (quote: string) => Read<QuotedWanted>): Read<SpendWanted> {
  if (isAmount(body)) return read(operatorSpend, body, amountWanted);
  if (Object.hasOwn(body, "quote")) return readQuotedSpend(body, readQuote);
  return read(serviceSpend, body, ({ member, ...wanted }) => ({
    for: startingService(wanted),
    ...withoutUndefined({ member }),
  }));
}

function readQuotedSpend(body: Body, readQuote: (quote: string) => Read<QuotedWanted>): Read<SpendWanted> {
  const said = read(quotedSpend, body);
  if ("problems" in said) return said;
  const { quote, member } = said.value;
  const promise = readQuote(quote);
  return "problems" in promise ? promise : { value: { ...promise.value, ...withoutUndefined({ member }) } };
}

/** What a price is asked for. */
export function readQuoteRequest(body: Body): Read<ServiceRequest> {
  return read(quoteRequest, body, startingService);
}

/** Only `credits:operate` may name an amount; everybody else pays what the catalogue says. */
export function isAmount(body: Body): boolean {
  return Object.hasOwn(body, "credits");
}

/** Only `credits:operate` may act for somebody else. */
export function namesAnother(body: Body, sub: string): boolean {
  return Object.hasOwn(body, "member") && body["member"] !== sub;
}

export function amountWanted({ member, ...wanted }: z.infer<typeof operatorSpend>) {
  return { for: wanted, ...withoutUndefined({ member }) };
}

function startingService({ startsAt, ...wanted }: z.infer<typeof quoteRequest>): ServiceRequest {
  return { ...serviceOf(wanted), ...withoutUndefined({ startsAt }) };
}

/** One unit, unless more are asked for. */
export function serviceOf({
  service,
  quantity = 1,
  options: chosen = {},
}: z.infer<z.ZodMiniObject<typeof serviceWanted>>) {
  return { service, quantity, options: withoutUndefined(chosen) };
}
