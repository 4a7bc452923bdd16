import type Stripe from "stripe";
import { completeSession } from "./checkout-complete.ts";
import type { HiddenSession } from "./checkout-lines.ts";
import { html, money, page } from "./html.ts";
import { StripeProblem } from "./problem.ts";
import type { PageReply } from "./reply.ts";
import { cardOfNumber } from "./test-card.ts";
import { transaction } from "./transaction.ts";
import { get, idOf, newId, type World } from "./world.ts";

/** `GET /c/pay/:id`: what is bought, and one form. */
export function checkoutPage(world: World, id: string, problem?: string): string {
  const session = get(world, "checkout_sessions", id);
  if (session.status !== "open") return page("Checkout", html`<p>This session is ${session.status}.</p>`);
  const { lineItems } = world.state.hidden.sessions.get(id) as HiddenSession;
  const customer = session.customer === null ? undefined : get(world, "customers", idOf(session.customer));
  const lines = lineItems.data.map(({ description, quantity, amount_total, currency, price }) => {
    const every = price?.recurring ? ` every ${price.recurring.interval}` : "";
    return html`<tr><td>${quantity} × ${description}</td><td>${money(amount_total, currency)}${every}</td></tr>`;
  });
  return page(
    session.mode === "subscription" ? "Subscribe" : "Pay",
    html`<table>${lines}<tr><th>Due today</th><th>${money(session.amount_total, session.currency)}</th></tr></table>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
<form class="whole" method="post" action="/c/pay/${id}">
  <label>Email <input type="email" name="email" value="${customer?.email ?? session.customer_email ?? "ada@example.com"}" required></label>
  <label>Card number <input name="cardNumber" value="4242 4242 4242 4242" inputmode="numeric" autocomplete="off" required></label>
  <label>Expiry <input name="cardExpiry" value="12 / 40"></label>
  <label>CVC <input name="cardCvc" value="123"></label>
  <label>Name on card <input name="billingName" value="${customer?.name ?? "Ada Lovelace"}"></label>
  <button type="submit">${session.mode === "subscription" ? "Subscribe" : "Pay"}</button>
</form>
<p>4242 4242 4242 4242 succeeds, 4000 0000 0000 0002 is declined, 4000 0000 0000 0341 is declined when it is charged,
4000 0000 0000 9995 has no funds; the bank account 000123456789 pays a little later, 000222222227 fails a little later.</p>
${session.cancel_url && html`<p><a href="${session.cancel_url}">Back</a></p>`}`,
  );
}

/** `POST /c/pay/:id`: pays, and goes where the seller said; or says what is wrong, on the same page. */
export function submitCheckout(world: World, id: string, form: Readonly<Record<string, string>>): PageReply {
  const { cardNumber = "", email = "ada@example.com", billingName = "Ada Lovelace" } = form;
  const card = cardOfNumber(cardNumber);
  if (!card)
    return {
      status: 402,
      html: checkoutPage(world, id, "Your card number is incorrect: only Stripe's test numbers are taken."),
    };
  try {
    const session = transaction(world, { id: newId(world, "req"), idempotencyKey: null }, () =>
      completeSession(world, id, card, { email, name: billingName }),
    );
    return { status: 303, location: destination(world, session) };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return { status: error.status, html: checkoutPage(world, id, error.message) };
  }
}

function destination(world: World, { id, success_url }: Stripe.Checkout.Session): string {
  return success_url?.replaceAll("{CHECKOUT_SESSION_ID}", id) ?? `${world.url()}/c/pay/${id}`;
}
