import { MAX_CREDITS, type Quote, type Quoted, type ServiceRequest } from "@passbook/core";
import * as z from "zod/mini";
import { type Read, withoutUndefined } from "../http/schema.ts";
import type { ReceiptKeys } from "./keys.ts";

const TYPE = "passbook-quote+jwt";

/** What a quote says: a price for an account, in its own time, whoever asks and whoever pays. Instants are in seconds, as in every JWT. */
const claims = z.strictObject({
  jti: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  account: z.string(),
  service: z.string(),
  quantity: z.int(),
  options: z.record(z.string(), z.union([z.string(), z.int()])),
  startsAt: z.optional(z.int()),
  credits: z.int().check(z.minimum(0), z.maximum(MAX_CREDITS)),
  policy: z.string(),
  iat: z.int(),
  exp: z.int(),
});

/** What a quoted spend pays for, and at which price. */
export interface QuotedWanted {
  readonly for: ServiceRequest;
  readonly quoted: Quoted;
}

/** A quote as a token that its bearer can pay with. */
export function signQuote(
  keys: ReceiptKeys,
  { account, id, wanted, now }: { account: string; id: string; wanted: ServiceRequest; now: number },
  { credits, policy, expiresAt }: Quote,
): string {
  const { service, quantity, options, startsAt } = wanted;
  return keys.sign(TYPE, {
    jti: id,
    account,
    service,
    quantity,
    options,
    ...(startsAt !== undefined && { startsAt }),
    credits,
    policy,
    iat: Math.floor(now / 1_000),
    exp: expiresAt / 1_000,
  } satisfies z.infer<typeof claims>);
}

/** What a token promises an account. Whether it still does is for the account's own time to say. */
export function readQuote(keys: ReceiptKeys, account: string, token: string): Read<QuotedWanted> {
  const said = claims.safeParse(keys.read(TYPE, token));
  if (!said.success) return problem("is none of ours");
  const { jti: id, account: promised, exp, credits, policy, iat: _, ...wanted } = said.data;
  if (promised !== account) return problem("is for another account");
  return {
    value: {
      for: { service: wanted.service, quantity: wanted.quantity, options: wanted.options, ...start(wanted) },
      quoted: { id, credits, policy, expiresAt: exp * 1_000 },
    },
  };
}

function start({ startsAt }: { readonly startsAt?: number | undefined }) {
  return withoutUndefined({ startsAt });
}

function problem(message: string): Read<never> {
  return { problems: [{ field: "quote", message }] };
}
