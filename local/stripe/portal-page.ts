import type Stripe from "stripe";
import { button, type Html, html, instant, money, page } from "./html.ts";
import { cancelInPortal, featuresOf, resumeInPortal } from "./portal.ts";
import { pricesToSwitchTo, switchInPortal } from "./portal-switch.ts";
import { StripeProblem } from "./problem.ts";
import type { PageReply } from "./reply.ts";
import { transaction } from "./transaction.ts";
import { all, get, idOf, newId, type World } from "./world.ts";

/** `GET /p/session/:id`: the customer's subscriptions, and what the configuration lets one do with them. */
export function portalPage(world: World, id: string, problem?: string): string {
  const { customer, return_url, configuration, flow } = get(world, "billing_portal_sessions", id);
  const { headline } = get(world, "billing_portal_configurations", idOf(configuration)).business_profile;
  const only = flow?.subscription_cancel?.subscription;
  const subscriptions = all(world, "subscriptions").filter(
    (each) =>
      each.customer === customer && each.status !== "incomplete_expired" && (only === undefined || each.id === only),
  );
  const invoices = all(world, "invoices").filter((invoice) => invoice.customer === customer && invoice.number !== null);
  return page(
    headline ?? "Your subscription",
    html`${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
${subscriptions.length === 0 && html`<p>You have no subscription.</p>`}
${subscriptions.map((subscription) => panel(world, id, subscription))}
<h2>Invoices</h2>
<table>${invoices.map(({ number, total, currency, status, created }) => html`<tr><td>${number}</td><td>${instant(created)}</td><td>${money(total, currency)}</td><td>${status}</td></tr>`)}</table>
${return_url !== null && html`<p><a href="${return_url}">Return</a></p>`}`,
  );
}

function panel(world: World, session: string, subscription: Stripe.Subscription): Html {
  const { id, status, items, cancel_at } = subscription;
  const { subscription_cancel } = featuresOf(world, session);
  const nameOf = (price: Stripe.Price) => get(world, "products", idOf(price.product as string)).name;
  const names = items.data.map(({ price, quantity }) => `${quantity} × ${nameOf(price)}`);
  const hasEnded = status === "canceled";
  const when = subscription_cancel.mode === "immediately" ? "now" : "at the end of the period";
  return html`<h2>${names.join(", ")}</h2>
<p>${status}${cancel_at !== null && `, ends ${instant(cancel_at)}`}${!hasEnded && cancel_at === null && `, renews ${instant(items.data[0]?.current_period_end)}`}</p>
${!hasEnded && cancel_at === null && subscription_cancel.enabled && button(`/p/session/${session}`, `Cancel ${when}`, { action: "cancel", subscription: id })}
${pricesToSwitchTo(world, session, id).map((price) => button(`/p/session/${session}`, `Switch to ${nameOf(price)}, ${money(price.unit_amount ?? 0, price.currency)} a ${price.recurring?.interval}`, { action: "switch", subscription: id, price: price.id }))}
${!hasEnded && cancel_at !== null && button(`/p/session/${session}`, "Don't cancel", { action: "resume", subscription: id })}`;
}

/** `POST /p/session/:id`: does it and shows what has become of it. */
export function submitPortal(
  world: World,
  id: string,
  { action = "", subscription = "", price = "" }: Readonly<Record<string, string>>,
): PageReply {
  try {
    transaction(world, { id: newId(world, "req"), idempotencyKey: null }, () => {
      if (action === "cancel") return cancelInPortal(world, id, subscription);
      if (action === "switch") return switchInPortal(world, id, subscription, price);
      if (action === "resume") return resumeInPortal(world, id, subscription);
      throw new StripeProblem(400, "parameter_invalid", `There is no ${action}.`);
    });
    return { status: 303, location: `/p/session/${id}` };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return { status: error.status, html: portalPage(world, id, error.message) };
  }
}
