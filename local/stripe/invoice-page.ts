import { collect } from "./collect.ts";
import { html, instant, money, page } from "./html.ts";
import { attach, declinedProblem, newPaymentMethod } from "./payment-method.ts";
import { refused, StripeProblem } from "./problem.ts";
import type { PageReply } from "./reply.ts";
import { cardOfNumber } from "./test-card.ts";
import { transaction } from "./transaction.ts";
import { get, idOf, newId, type World } from "./world.ts";

/** `GET /i/pay/:id`, where `hosted_invoice_url` leads: what was billed, and a form as long as it is owed. */
export function invoicePage(world: World, id: string, problem?: string): string {
  const { number, status, lines, total, amount_remaining, currency } = get(world, "invoices", id);
  const rows = lines.data.map(({ description, period, amount }) => {
    return html`<tr><td>${description}</td><td>${instant(period.start)} to ${instant(period.end)}</td><td>${money(amount, currency)}</td></tr>`;
  });
  const form = html`<form class="whole" method="post" action="/i/pay/${id}">
  <label>Card number <input name="cardNumber" value="4242 4242 4242 4242" inputmode="numeric" autocomplete="off" required></label>
  <button type="submit">Pay ${money(amount_remaining, currency)}</button>
</form>`;
  return page(
    `Invoice ${number ?? ""}`,
    html`<table>${rows}<tr><th colspan="2">Total</th><th>${money(total, currency)}</th></tr></table>
<p>This invoice is ${status}.</p>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
${status === "open" && form}`,
  );
}

/** `POST /i/pay/:id`: pays what is owed with another card. */
export function submitInvoice(
  world: World,
  id: string,
  { cardNumber = "" }: Readonly<Record<string, string>>,
): PageReply {
  try {
    transaction(world, { id: newId(world, "req"), idempotencyKey: null }, () => {
      const { status, customer } = get(world, "invoices", id);
      if (status !== "open") throw refused(`This invoice is ${status}.`);
      const card = cardOfNumber(cardNumber);
      if (!card) throw refused("Your card number is incorrect: only Stripe's test numbers are taken.");
      const method = attach(world, newPaymentMethod(world, card), idOf(customer as string));
      const outcome = collect(world, id, method.id);
      if (outcome.is === "declined") throw declinedProblem(outcome.decline, true);
    });
    return { status: 303, location: `/i/pay/${id}` };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return { status: error.status, html: invoicePage(world, id, error.message) };
  }
}
