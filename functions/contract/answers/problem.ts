import * as z from "zod/mini";
import { PROBLEMS, type ProblemCode } from "../../http/problem.ts";
import { amount, named, renewal, text } from "./fields.ts";

const mistake = named("Mistake", "What is wrong, and where.", z.strictObject({ field: text, message: text }));

/** What would cover what is missing, as checkout takes it. */
const offer = z.strictObject({ pack: text, credits: amount, quantity: amount, amount, currency: text });

/** What is ours to mend is found in the logs by this. */
const ofOurs = { requestId: text };

/** What a refusal says beside what every problem document says: what would help. */
const MEMBERS: { readonly [code in ProblemCode]?: Readonly<Record<string, z.ZodMiniType>> } = {
  invalid_request: { problems: z.array(mistake).check(z.minLength(1)) },
  plan_required: { plans: z.array(text) },
  booking_limit: { limit: amount, open: amount },
  member_budget: { budget: amount, spent: amount, short: amount },
  insufficient_credits: {
    needed: amount,
    available: amount,
    short: z.int().check(z.minimum(1)),
    nextRenewal: z.nullable(renewal),
    packs: z.array(offer),
  },
  unreadable_event: ofOurs,
  internal_error: ofOurs,
  busy: ofOurs,
};

/** A refusal of that code, whole (RFC 9457). */
function problem(code: ProblemCode) {
  const [status, title] = PROBLEMS[code];
  return named(
    `problem.${code}`,
    title,
    z.strictObject({
      type: z.literal(`urn:passbook:problem:${code}`),
      title: z.literal(title),
      status: z.literal(status),
      detail: text,
      code: z.literal(code),
      ...MEMBERS[code],
    }),
  );
}

/** In the order of precedence. */
export const problems: ReadonlyMap<ProblemCode, z.ZodMiniType> = new Map(
  (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [code, problem(code)]),
);

/** What the gateway itself refuses, before any of our code has run. */
export const gatewayRefusal = named("GatewayRefusal", "The gateway's own refusal.", z.strictObject({ message: text }));
