import * as z from "zod";
import { count, expand, flag, ignored, int, metadata, seconds, text, unset } from "./params.ts";
import { newItemParams } from "./subscription-item.ts";

export const discountsParam = z.union([
  unset,
  z.array(z.strictObject({ coupon: text.optional(), discount: text.optional(), promotion_code: ignored })),
]);
export const trialSettings = z.strictObject({
  end_behavior: z.strictObject({
    missing_payment_method: z.enum(["cancel", "create_invoice", "pause"]),
    billing_cycle_anchor: ignored,
  }),
});
export const oneTimeParams = z.array(
  z.strictObject({
    price: text,
    quantity: count.optional(),
    metadata: ignored,
    discounts: ignored,
    tax_rates: ignored,
  }),
);

export const createParams = z.strictObject({
  add_invoice_items: oneTimeParams.optional(),
  automatic_tax: ignored,
  billing_cycle_anchor: seconds.optional(),
  billing_mode: z.strictObject({ type: z.enum(["flexible"]), flexible: ignored }).optional(),
  cancel_at: seconds.optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: z.enum(["charge_automatically", "send_invoice"]).optional(),
  currency: text.optional(),
  customer: text,
  days_until_due: count.optional(),
  default_payment_method: text.optional(),
  description: text.optional(),
  discounts: discountsParam.optional(),
  expand,
  items: z.array(newItemParams).min(1).max(20),
  metadata: metadata.optional(),
  off_session: ignored,
  payment_behavior: z
    .enum(["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"])
    .optional(),
  payment_settings: ignored,
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
  trial_end: z.union([z.literal("now"), seconds]).optional(),
  trial_from_plan: ignored,
  trial_period_days: int.optional(),
  trial_settings: trialSettings.optional(),
});

export type SubscriptionOrder = z.infer<typeof createParams>;
