import * as z from "zod";
import { update } from "./event.ts";
import { listPage } from "./list.ts";
import { cycleAnchor, expand, flag, ignored, page, seconds, text } from "./params.ts";
import { missing } from "./problem.ts";
import type { Call, Routes } from "./route.ts";
import { createSubscription } from "./subscription-create.ts";
import { cancelNow } from "./subscription-end.ts";
import { newItemParams } from "./subscription-item.ts";
import { createParams } from "./subscription-params.ts";
import { pauseNow, resumeNow } from "./subscription-pause.ts";
import { cancellationDetails, updateParams, updateSubscriptionAsAsked } from "./subscription-update.ts";
import { all, get, nowOn } from "./world.ts";

const list = z.strictObject({
  ...page,
  collection_method: ignored,
  customer: text.optional(),
  price: text.optional(),
  status: text.optional(),
  test_clock: text.optional(),
});

const cancel = z.strictObject({
  cancellation_details: cancellationDetails.optional(),
  expand,
  invoice_now: flag.optional(),
  prorate: flag.optional(),
});
const pausing = z.strictObject({
  bill_for: ignored,
  expand,
  invoicing_behavior: ignored,
  type: z.enum(["subscription"]).optional(),
});
const resuming = z.strictObject({
  billing_cycle_anchor: cycleAnchor,
  expand,
  payment_behavior: z.enum(["resume_on_payment_attempt", "resume_on_payment_success"]).optional(),
  proration_behavior: ignored,
  proration_date: seconds.optional(),
});

const changingItem = newItemParams.extend({
  expand,
  payment_behavior: updateParams.shape.payment_behavior,
  proration_behavior: updateParams.shape.proration_behavior,
  proration_date: updateParams.shape.proration_date,
});

function listSubscriptions({ world, read }: Call): object {
  const { customer, price, status, test_clock, ...wanted } = read(list);
  const isWanted = (found: string) => {
    if (status === "all") return true;
    // What has ended is listed only by name.
    const hasEnded = found === "canceled" || found === "incomplete_expired";
    if (status === "ended") return hasEnded;
    return status ? found === status : found !== "canceled";
  };
  const subscriptions = all(world, "subscriptions").filter(
    (each) =>
      isWanted(each.status) &&
      (!customer || each.customer === customer) &&
      // "… will not include subscriptions with test clocks if this and the customer parameter is not set."
      (test_clock !== undefined || customer === undefined ? each.test_clock === (test_clock ?? null) : true) &&
      (!price || each.items.data.some((item) => item.price.id === price)),
  );
  return listPage(world, "/v1/subscriptions", subscriptions, wanted);
}

export const subscriptionRoutes: Routes = {
  "POST /v1/subscriptions": ({ world, read }) => createSubscription(world, read(createParams)),
  "GET /v1/subscriptions": listSubscriptions,
  "GET /v1/subscriptions/:id": ({ world, id }) => get(world, "subscriptions", id),
  "POST /v1/subscriptions/:id": ({ world, id, read }) => updateSubscriptionAsAsked(world, id, read(updateParams)),
  "DELETE /v1/subscriptions/:id": ({ world, id, read }) => {
    const { cancellation_details, invoice_now, prorate } = read(cancel);
    return cancelNow(world, id, { invoice_now, prorate, cancellation_details: cancellation_details as object });
  },
  "POST /v1/subscriptions/:id/pause": ({ world, id, read }) => {
    read(pausing);
    return pauseNow(world, id);
  },
  "POST /v1/subscriptions/:id/resume": ({ world, id, read }) => {
    const { billing_cycle_anchor = "now", payment_behavior } = read(resuming);
    return resumeNow(world, id, {
      anchor: billing_cycle_anchor,
      onSuccessOnly: payment_behavior === "resume_on_payment_success",
    });
  },
  "DELETE /v1/subscriptions/:id/discount": ({ world, id }) => {
    const { test_clock } = get(world, "subscriptions", id);
    update(world, "customer.subscription.updated", "subscriptions", id, { discounts: [] });
    return { deleted: true, object: "discount", start: nowOn(world, test_clock) };
  },
  "POST /v1/subscription_items/:id": ({ world, id, read }) => {
    const { payment_behavior, proration_behavior, proration_date, ...item } = read(changingItem);
    const isTheirs = (each: { readonly id: string }) => each.id === id;
    const owner = all(world, "subscriptions").find(({ items }) => items.data.some(isTheirs));
    if (!owner) throw missing("subscription item", id);
    const asked = { items: [{ ...item, id }], payment_behavior, proration_behavior, proration_date };
    return updateSubscriptionAsAsked(world, owner.id, asked).items.data.find(isTheirs) as object;
  },
  "GET /v1/subscription_items": ({ world, read }) => {
    const { subscription, ...wanted } = read(z.strictObject({ ...page, subscription: text }));
    const { items } = get(world, "subscriptions", subscription, "subscription");
    return listPage(world, "/v1/subscription_items", items.data.toReversed(), wanted);
  },
};
