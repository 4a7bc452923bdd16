import { MAX_CREDITS } from "@passbook/core";
import * as z from "zod/mini";
import { withoutUndefined } from "../http/schema.ts";
import { instant, memberId, reason } from "./fields.ts";

/** Given if positive, taken if negative; the reason is required. */
export const adjustment = z.strictObject({
  credits: z.int().check(
    z.minimum(-MAX_CREDITS),
    z.maximum(MAX_CREDITS),
    z.refine((amount) => amount !== 0, "moves nothing"),
  ),
  reason,
  expiresAt: z.optional(instant),
});

const budget = z.nullable(z.int().check(z.minimum(0), z.maximum(MAX_CREDITS)));

/** What only the product knows of an account. What is not said stays as it is. */
export const description = z.strictObject({
  signedUpAt: z.optional(instant),
  members: z.optional(
    z.record(
      memberId,
      z.nullable(z.pipe(z.strictObject({ budget: z.optional(budget) }), z.transform(withoutUndefined))),
    ),
  ),
  blocked: z.optional(z.nullable(z.strictObject({ reason }))),
});

/** A booking is cancelled by the policy's windows; with a reason an operator takes any payment back, whole. */
export const cancellation = z.strictObject({ reason: z.optional(reason) });

/** Nothing to say. */
export const nothing = z.strictObject({});
