import { may } from "./may.ts";
import { scheduled } from "./scheduled.ts";
import { stripeKey } from "./secrets.ts";
import { table } from "./table.ts";

/** Compares what Stripe was paid with what the journal has granted; at an hour when few are awake. */
export const reconcile = scheduled("Reconcile", "cron(17 3 * * ? *)", {
  link: [table, stripeKey],
  permissions: [may.read, may.write, may.list],
  timeout: "15 minutes", // as long as Lambda lets it: Stripe answers a hundred objects at a time
});
