import * as z from "zod/mini";
import type { VerbContract } from "../verb-contract.ts";

export const stripeWebhook: VerbContract = {
  summary: "What Stripe tells: payments, states, refunds and disputes become entries.",
  description:
    "Answered once it is done. Whatever fails is answered 5xx, and Stripe sends the event again; an event that has been done before changes nothing.",
  isStripes: true,
  body: { event: z.looseObject({ id: z.string(), object: z.literal("event"), type: z.string() }) },
  answers: [
    {
      status: 200,
      description: "It is done, or is none of ours.",
      schema: z.strictObject({ received: z.literal(true) }),
    },
  ],
  problems: ["invalid_signature", "unreadable_event", "internal_error", "busy"],
};
