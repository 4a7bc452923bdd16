import type Stripe from "stripe";
import type { Deliveries, Delivery } from "./deliveries.ts";
import { button, type Html, html, instant, money, page } from "./html.ts";
import { all, get, idOf, type World } from "./world.ts";

const SHOWN_EVENTS = 100;

/** `GET /`: everything there is, and a button for everything that may happen. */
export function consolePage(world: World, deliveries: Deliveries): string {
  return page(
    "A local Stripe",
    html`${shop(world)}${clocks(world)}${customers(world)}${subscriptions(world)}${invoices(world)}${disputes(world)}${chaos(deliveries)}${events(world, deliveries.log())}`,
  );
}

function shop(world: World): Html {
  const prices = all(world, "prices")
    .filter(({ active }) => active)
    .toReversed();
  const options = prices.map(({ id, lookup_key, unit_amount, currency, recurring }) => {
    return html`<option value="${id}">${lookup_key ?? id}: ${money(unit_amount, currency)}${recurring && ` every ${recurring.interval}`}</option>`;
  });
  return html`<h2>Buy something</h2>
<form method="post" action="/test/checkout">
  <label>Account <input name="account" value="demo" required></label> <label>what <select name="price">${options}</select></label>
  <button>Go to Checkout</button>
</form>`;
}

function clocks(world: World): Html {
  const rows = all(world, "test_clocks").map(({ id, name, frozen_time, status }) => {
    const move = (by: string, label: string) => button("/test/advance", label, { clock: id, by });
    return html`<tr><td>${name ?? id}<br><code>${id}</code></td><td>${instant(frozen_time)}</td><td>${status}</td>
<td>${move("day", "Advance a day")}${move("month", "Advance a month and two hours")}${move("next_renewal", "To the next renewal")}</td></tr>`;
  });
  return html`<h2>Clocks</h2><table><tr><th>Clock</th><th>It is</th><th>Status</th><th></th></tr>${rows}</table>`;
}

function customers(world: World): Html {
  const rows = all(world, "customers")
    .filter(({ deleted }) => !deleted)
    .map(({ id, email, metadata, balance, currency }) => {
      const declines = world.state.hidden.declines.get(id) ?? 0;
      return html`<tr><td>${email}<br><code>${id}</code></td><td>${metadata["account"]}</td><td>${money(balance, currency ?? null)}</td>
<td>${button("/test/portal", "Portal", { customer: id })}${button("/test/decline", "Decline the next payment", { customer: id })}${declines > 0 && html`the next ${declines} will be declined`}</td></tr>`;
    });
  return html`<h2>Customers</h2><table><tr><th>Customer</th><th>Account</th><th>Balance</th><th></th></tr>${rows}</table>`;
}

function subscriptions(world: World): Html {
  const rows = all(world, "subscriptions").map(({ id, status, items, cancel_at, metadata }) => {
    const what = items.data.map(({ price, quantity }) => `${quantity} × ${price.lookup_key ?? price.id}`).join(", ");
    const [first] = items.data;
    return html`<tr><td>${what}<br><code>${id}</code></td><td>${metadata["account"]}</td><td>${status}</td>
<td>${instant(first?.current_period_start)} to ${instant(first?.current_period_end)}${cancel_at !== null && html`<br>ends ${instant(cancel_at)}`}</td></tr>`;
  });
  return html`<h2>Subscriptions</h2><table><tr><th>Subscription</th><th>Account</th><th>Status</th><th>Period</th></tr>${rows}</table>`;
}

function invoices(world: World): Html {
  const isCharged = ({ id }: Stripe.Invoice) =>
    all(world, "invoice_payments").some((payment) => payment.invoice === id && payment.status === "paid");
  const rows = all(world, "invoices")
    .toReversed()
    .map((invoice) => {
      const { id, number, total, currency, status, billing_reason, created } = invoice;
      return html`<tr><td><a href="/i/pay/${id}">${number ?? "draft"}</a><br><code>${id}</code></td><td>${instant(created)}</td><td>${billing_reason}</td><td>${money(total, currency)}</td><td>${status}</td>
<td>${isCharged(invoice) && html`<form method="post" action="/test/refund"><input type="hidden" name="invoice" value="${id}"><input name="amount" size="6" placeholder="all" aria-label="Amount to refund"><button>Refund</button></form>${button("/test/dispute", "Dispute", { invoice: id })}`}</td></tr>`;
    });
  return html`<h2>Invoices</h2><table><tr><th>Invoice</th><th>Created</th><th>Reason</th><th>Total</th><th>Status</th><th></th></tr>${rows}</table>`;
}

function disputes(world: World): Html | false {
  const rows = all(world, "disputes").map(({ id, amount, currency, status, charge }) => {
    const close = (outcome: string, label: string) => button("/test/close_dispute", label, { dispute: id, outcome });
    const isOpen = !["won", "lost", "warning_closed"].includes(status);
    const ways = status.startsWith("warning")
      ? close("warning_closed", "Close")
      : html`${close("won", "Won")}${close("lost", "Lost")}`;
    return html`<tr><td><code>${id}</code></td><td>${money(amount, currency)} of <code>${idOf(charge)}</code></td><td>${status}</td><td>${isOpen && ways}</td></tr>`;
  });
  return rows.length > 0 && html`<h2>Disputes</h2><table>${rows}</table>`;
}

function chaos({ chaos: now }: Deliveries): Html {
  const share = (name: "duplicate" | "drop" | "unanswered" | "twin" | "delay" | "oldVersion", label: string) =>
    html`<label>${label} <input name="${name}" value="${now[name]}" size="4"></label> `;
  return html`<h2>Chaos</h2>
<p>Shares of the events, from 0 to 1; the same seed does the same to the same events.</p>
<form method="post" action="/test/chaos">
  <label>seed <input name="seed" value="${now.seed}" size="8"></label> ${share("duplicate", "twice")}
  <label>overtaken by up to <input name="shuffle" value="${now.shuffle}" size="4"></label>
  ${share("delay", "delayed")}${share("drop", "dropped, then retried")}${share("unanswered", "taken, but the answer lost")}${share("twin", "under a second id")}${share("oldVersion", "in an old API version")}
  <button>Set</button>
</form>${button("/test/chaos", "All calm")}`;
}

function events(world: World, log: readonly Delivery[]): Html {
  const byEvent = Map.groupBy(log, ({ event }) => event);
  const rows = all(world, "events")
    .slice(-SHOWN_EVENTS)
    .toReversed()
    .map(({ id, type, created, data }) => {
      const attempts = (byEvent.get(id) ?? []).map((delivery) => attemptsOf(world, delivery));
      return html`<tr><td>${instant(created)}</td><td><details><summary>${type}</summary><pre>${JSON.stringify(data, null, 2)}</pre></details><code>${id}</code></td>
<td>${attempts}</td><td>${button("/test/replay", "Replay", { event: id })}</td></tr>`;
    });
  return html`<h2>Events</h2><table><tr><th>At</th><th>Event</th><th>Deliveries</th><th></th></tr>${rows}</table>`;
}

function attemptsOf(world: World, { endpoint, attempts, state }: Delivery): Html {
  const url = world.state.tables.webhook_endpoints.has(endpoint)
    ? get(world, "webhook_endpoints", endpoint).url
    : endpoint;
  const made = attempts.map(({ delivered, status, answer, tookMs }) => {
    return html`<li class="${delivered ? "good" : "bad"}">${status ?? "no answer"} in ${tookMs} ms${!delivered && html`: ${answer.slice(0, 120)}`}</li>`;
  });
  return html`<div>${url}: ${state.replace("_", " ")}<ol>${made}</ol></div>`;
}
