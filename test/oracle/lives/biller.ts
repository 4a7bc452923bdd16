import type { GrantAllowance, Instant } from "@passbook/core";
import type { Happening } from "../../support/journal.ts";
import { cyclesAfter, DAY_MS } from "../model/cycles.ts";
import { addOnLine, lineOf, monthEndOf, type Subscription, stateOf, type Terms, worth } from "./subscribed.ts";
import { inOrder } from "./telling.ts";

const HOUR_MS = 3_600_000;

interface Planned {
  readonly when: Instant;
  readonly does: () => void;
}

/**
 * What Stripe would tell of one account's only subscription. It knows calendars and who pays when, and nothing of credits.
 */
export class Biller {
  now: Instant = 0;
  subscriptions = 0;
  /** How many hours after it is due a payment arrives; less than none: never. */
  paysAfter = 1;
  /** How many hours after it is due Stripe gives up a payment that has not come; less than none: never. */
  givesUpAfter = -1;
  /** Also the first payment may be late: an invoice was sent, and the subscription begins without it. */
  private readonly isLenient: boolean;
  private subscription: Subscription | undefined;
  private endedAt: Instant | undefined;
  private paidAt: Instant | undefined;
  private planned: Planned[] = [];
  private readonly told: Happening[] = [];

  constructor(isLenient: boolean) {
    this.isLenient = isLenient;
  }

  /** All that was told, each thing at once or, where nothing comes between, so many seconds later. */
  story(seconds: readonly number[]): Happening[] {
    return inOrder(this.told, seconds);
  }

  tell(happening: Happening): void {
    this.told.push(happening);
  }

  /** The number of the next thing that is told, for whoever needs a name. */
  nth(): number {
    return this.told.length;
  }

  liveUntil(until: Instant): void {
    for (;;) {
      const [next] = this.planned.toSorted((a, b) => a.when - b.when);
      if (!next || next.when > until) break;
      this.planned = this.planned.filter((planned) => planned !== next);
      this.now = next.when;
      next.does();
    }
    this.now = until;
  }

  get live(): Readonly<Subscription> | undefined {
    return this.subscription;
  }

  monthEnd(): Instant | undefined {
    return this.subscription && monthEndOf(this.subscription, this.now);
  }

  subscribe(terms: Terms, trialDays: number): void {
    // One that begins when another ends is among the findings.
    if (this.subscription || this.endedAt === this.now) return;
    this.subscriptions += 1;
    const { now } = this;
    const trialUntil = now + trialDays * DAY_MS;
    this.subscription = {
      id: `sub_${this.subscriptions}`,
      startedAt: now,
      terms,
      next: terms,
      anchor: trialUntil,
      periods: 0,
      from: now,
      until: trialUntil,
      isPaid: true,
      status: trialDays > 0 ? "trialing" : "active",
      cancelAt: null,
    };
    this.say();
    if (trialDays === 0) this.renew(this.isLenient ? this.paysAfter : 0);
    else {
      this.pay(lineOf(this.subscription, 0));
      this.planRenewal(this.subscription);
    }
  }

  /** At the next period, or, where it is a larger plan, at once and with a new period. */
  change(terms: Terms, when: "now" | "next"): void {
    const { subscription } = this;
    if (!subscription) return;
    const isUp = worth(terms) > worth(subscription.terms);
    subscription.next = terms;
    const isAsItWas = subscription.status === "active" || subscription.status === "trialing";
    // Two payments of one instant have no order but that of their names.
    const isPaidNow = this.paidAt === this.now;
    if (when === "next" || !isUp || !isAsItWas || !subscription.isPaid || isPaidNow) return;
    this.planned = this.planned.filter(({ when: at }) => at === subscription.cancelAt);
    subscription.anchor = this.now;
    subscription.until = this.now;
    subscription.status = "active";
    this.say();
    this.renew(0);
  }

  cancelAt(instant: Instant | null): void {
    const { subscription } = this;
    if (!subscription || (instant !== null && instant <= this.now)) return;
    subscription.cancelAt = instant;
    this.say();
    if (instant === null) return;
    this.planned.push({
      when: instant,
      does: () => {
        if (this.subscription === subscription && subscription.cancelAt === instant) this.end();
      },
    });
  }

  /** It is over, as of now. What is still to be paid for it may be paid all the same. */
  end(): void {
    if (!this.subscription) return;
    this.tell({ ...stateOf(this.subscription, this.now), endedAt: this.now, status: "canceled" });
    this.endedAt = this.now;
    this.subscription = undefined;
  }

  /** An add-on's first month beside it. */
  add(addOn: string, quantity: number): void {
    const { subscription, now } = this;
    if (!subscription) return;
    this.tell(addOnLine(subscription, addOn, quantity, now));
  }

  stands(status: "paused" | "unpaid"): void {
    if (!this.subscription || this.subscription.status === "trialing") return;
    // Stripe gives up what is owed; that it says so of a period that is paid is among the findings.
    if (status === "unpaid" && this.subscription.isPaid) return;
    this.subscription.status = status;
    this.say();
  }

  /** It goes on: it is not set to end any more, and what it owes for this period is paid. */
  resume(): void {
    const { subscription } = this;
    if (!subscription) return;
    subscription.cancelAt = null;
    if (subscription.status !== "trialing") subscription.status = "active";
    this.say();
    if (!subscription.isPaid) this.pay(lineOf(subscription, 9_00));
  }

  private planRenewal(subscription: Subscription): void {
    const { until } = subscription;
    this.planned.push({
      when: until,
      does: () => {
        // One that is set to end now ends, whichever of the two was planned first.
        const isOver = subscription.cancelAt === until;
        if (!isOver && this.subscription === subscription && subscription.until === until) this.renew(this.paysAfter);
      },
    });
  }

  /** The next period begins, and is to be paid. */
  private renew(paysAfter: number): void {
    const { subscription: renewed } = this;
    if (!renewed) return;
    const { next, terms } = renewed;
    if (next.interval !== terms.interval || next.months !== terms.months || renewed.until === renewed.anchor) {
      renewed.anchor = renewed.until;
      renewed.periods = 0;
    }
    renewed.terms = renewed.next;
    renewed.periods += 1;
    const months = renewed.terms.interval === "year" ? 12 : renewed.terms.months;
    renewed.from = renewed.until;
    renewed.until = cyclesAfter(renewed.anchor, { months }, renewed.periods);
    renewed.isPaid = false;
    this.planRenewal(renewed);
    if (renewed.status === "trialing") {
      renewed.status = "active";
      this.say();
    }
    if (renewed.status === "paused" || renewed.status === "unpaid") return;
    this.bill(renewed, lineOf(renewed, 9_00), paysAfter);
  }

  private bill(owing: Subscription, line: GrantAllowance, paysAfter: number): void {
    if (paysAfter < 0 || paysAfter > 1) this.after(1, () => this.isLate(owing, line));
    if (this.givesUpAfter > 0) this.after(this.givesUpAfter, () => this.givesUp(owing, line));
    if (paysAfter === 0) this.pay(line);
    else if (paysAfter > 0) this.after(paysAfter, () => this.pay(line));
  }

  private after(hours: number, does: () => void): void {
    this.planned.push({ when: this.now + hours * HOUR_MS, does });
  }

  private isLate(owing: Subscription, { from }: GrantAllowance): void {
    if (this.subscription !== owing || owing.from !== from || owing.status !== "active" || owing.isPaid) return;
    owing.status = "past_due";
    this.say();
  }

  private givesUp(owing: Subscription, { from }: GrantAllowance): void {
    if (this.subscription === owing && owing.from === from && !owing.isPaid) this.stands("unpaid");
  }

  private pay(line: GrantAllowance): void {
    const { subscription: paying, now } = this;
    if (paying?.id === line.subscription) {
      if (paying.status === "paused") return;
      if (paying.from === line.from) {
        paying.isPaid = true;
        if (paying.status !== "trialing" && paying.status !== "active") {
          paying.status = "active";
          this.say();
        }
      }
    }
    this.paidAt = now;
    this.tell({ ...line, now, paidAt: now });
  }

  private say(): void {
    if (this.subscription) this.tell(stateOf(this.subscription, this.now));
  }
}
