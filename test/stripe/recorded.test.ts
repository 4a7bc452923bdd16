import { describe, expect, it } from "vitest";
import { beside, hasFixtures, recorded } from "../support/fixtures.ts";
import { localStripe, nameOf } from "../support/local-stripe.ts";

// What Stripe's test mode answered (clover and dahlia), and what the same actions produce here: which fields there are, at
// any depth. Why what is listed differs is in docs/local-stripe.md.

/** The paths of all fields: `lines.data[].period.start`. Metadata and prices are each product's own. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each) => fieldsOf(each, `${path}[]`))];
  if (typeof value !== "object" || value === null || /\.(metadata|price|plan)$/.test(path))
    return path === "" ? [] : [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, `${path}.${name}`))];
}

/** Without what is inside of a difference that is named already. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)];
  return all
    .filter(
      (path) => !all.some((other) => path !== other && (path.startsWith(`${other}.`) || path.startsWith(`${other}[`))),
    )
    .toSorted();
}

function difference(there: unknown, here: unknown) {
  const [real, ours] = [new Set(fieldsOf(there)), new Set(fieldsOf(JSON.parse(JSON.stringify(here))))];
  return {
    missing: outermost([...real].filter((path) => !ours.has(path))),
    added: outermost([...ours].filter((path) => !real.has(path))),
  };
}

/** What endive added to what was recorded before it. */
const newInSubscription = [
  ".billing_schedules",
  ".cancellation_details.feedback_option",
  ".invoice_settings.custom_fields",
  ".invoice_settings.description",
  ".invoice_settings.footer",
  ".items.data[].current_trial",
  ".managed_payments",
  ".trial_settings.end_behavior.billing_cycle_anchor",
];

describe.skipIf(!hasFixtures)(`The fields of what was recorded${beside}`, () => {
  const subscribed = async () => {
    const stripe = await localStripe();
    const { clock, customer } = await stripe.customer();
    const items = [{ price: await stripe.price("omnia_creator_month") }];
    const subscription = await stripe.api.subscriptions.create({ customer, items });
    return { ...stripe, clock, customer, subscription };
  };

  it("are those of a subscription", async () => {
    const { subscription } = await subscribed();
    const there = { ...recorded("subscription.created.dahlia"), latest_invoice: "in" };
    expect(difference(there, subscription)).toEqual({ missing: [], added: newInSubscription });
  });

  it("are those of an invoice, first and with prorations", async () => {
    const { api, subscription, price } = await subscribed();
    const first = await api.invoices.retrieve(nameOf(subscription.latest_invoice));
    expect(difference(recorded("invoice.paid.subscription_create.dahlia"), first)).toEqual({ missing: [], added: [] });
    const { latest_invoice } = await api.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? "", price: await price("omnia_creator_year") }],
      proration_behavior: "always_invoice",
    });
    const swapped = await api.invoices.retrieve(nameOf(latest_invoice));
    expect(
      difference(recorded("invoice.paid.subscription_update.month_to_year.both_lines_proration"), swapped),
    ).toEqual({
      missing: [],
      added: [".customer_account", ".lines.data[].quantity_decimal", ".lines.data[].subtotal"],
    });
  });

  it("are those of an invoice's payment, of a refund, of a credit note", async () => {
    const { api, subscription } = await subscribed();
    const invoice = nameOf(subscription.latest_invoice);
    const payments = await api.invoicePayments.list({ invoice });
    expect(difference(recorded("invoice_payment.list.paid.dahlia"), payments)).toEqual({ missing: [], added: [] });
    const refund = await api.refunds.create({
      payment_intent: nameOf(payments.data[0]?.payment.payment_intent),
      amount: 100,
    });
    expect(difference(recorded("refund.created.partial1"), refund)).toEqual({
      missing: [],
      added: [".customer", ".customer_account", ".payment_method"],
    });
    const note = await api.creditNotes.create({ invoice, amount: 100, refund_amount: 100 });
    expect(difference(recorded("credit_note.created.partial_refund"), note)).toEqual({
      missing: [],
      added: [".customer_account", ".lines.data[].metadata"],
    });
  });

  it("are those of a charge, but for what nothing reads", async () => {
    const { api } = await subscribed();
    const [charge] = (await api.charges.list({ expand: ["data.refunds"] })).data;
    const there = { ...recorded("charge.succeeded.dahlia"), balance_transaction: "txn", payment_intent: "pi" };
    expect(difference(there, charge)).toEqual({
      missing: [".destination", ".dispute", ".order", ".refunds.total_count"],
      added: [
        ".payment_method_details.card.electronic_commerce_indicator",
        ".payment_method_details.card.transaction_link_id",
      ],
    });
  });

  it("are those of a session, but for what nothing reads", async () => {
    const { api, customer, price } = await subscribed();
    const session = await api.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: await price("omnia_pro_month"), quantity: 1 }],
    });
    expect(difference(recorded("checkout.session.open.mode_subscription.dahlia"), session)).toEqual({
      missing: [
        ".branding_settings",
        ".collected_information.business_name",
        ".collected_information.individual_name",
        ".collected_information.shipping_details",
        ".payment_method_configuration_details.id",
        ".payment_method_configuration_details.parent",
        ".payment_method_options.card",
        ".saved_payment_method_options.allow_redisplay_filters",
        ".saved_payment_method_options.payment_method_remove",
        ".saved_payment_method_options.payment_method_save",
      ],
      added: [".allowed_payment_method_types", ".managed_payments"],
    });
  });
});
