import type { Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { sellablePrices } from "../../../functions/stripe/catalogue.ts";
import { answerTo, type WireRequest } from "../../../local/stripe/api.ts";
import { nextDue } from "../../../local/stripe/due.ts";
import { seedCatalogue } from "../../../local/stripe/price.ts";
import { StripeProblem } from "../../../local/stripe/problem.ts";
import { openState, type State, storedState } from "../../../local/stripe/state.ts";
import { catchUp } from "../../../local/stripe/time.ts";
import { transaction } from "../../../local/stripe/transaction.ts";
import { type BillingSettings, newId, usualBilling, type World } from "../../../local/stripe/world.ts";
import type { VirtualTime } from "../world/virtual-time.ts";

export const STRIPE_KEY = "sk_test_simulated";
/** For so long what Stripe was is kept. */
const PAST_MS = 60_000;

interface Setting {
  readonly policy: Policy;
  readonly time: VirtualTime;
  readonly seed: string;
  readonly billing: Partial<BillingSettings>;
  readonly happened: (event: Stripe.Event) => void;
}

/**
 * The local Stripe without its server and its deliveries: the same rules over the same state, in the time of a simulated world.
 * Nothing in it waits, and nothing is left to chance, so that the same world has the same Stripe.
 */
export class StripeInProcess {
  readonly world: World;
  readonly #time: VirtualTime;
  /** What it was, until when. */
  #past: readonly { readonly until: Instant; readonly state: State }[] = [];
  /** The instant that an older state is asked at. */
  #asOf: Instant | undefined;
  /** From then on nothing becomes due. */
  #restsFrom = Number.POSITIVE_INFINITY;

  constructor({ policy, time, seed, billing, happened }: Setting) {
    this.#time = time;
    this.world = {
      state: openState(),
      seed,
      wallNow: () => Math.floor((this.#asOf ?? Math.min(time.now(), this.#restsFrom)) / 1000),
      url: () => "https://stripe.example",
      billing: { ...usualBilling, ...billing },
      cause: null,
      pending: null,
      onEvent: (event) => {
        if (this.#asOf === undefined) happened(event);
      },
      soon: (act) => void time.sleep(0).then(act),
    };
    seedCatalogue(this.world, sellablePrices(policy));
  }

  answer(request: WireRequest): ReturnType<typeof answerTo> {
    if (request.method !== "GET") this.#keep();
    return answerTo(this.world, STRIPE_KEY, request);
  }

  /** The answer that it would have given some milliseconds ago. */
  answerOf(ago: number, request: WireRequest): ReturnType<typeof answerTo> {
    const asOf = this.#time.now() - ago;
    const then = this.#past.find(({ until }) => until > asOf);
    if (!then) return this.answer(request);
    const { state } = this.world;
    this.world.state = openState(storedState(then.state));
    this.#asOf = asOf;
    try {
      return answerTo(this.world, STRIPE_KEY, request);
    } finally {
      this.#asOf = undefined;
      this.world.state = state;
    }
  }

  /** What somebody does at Stripe itself; `undefined`: Stripe refuses it. */
  act<T>(deed: (world: World) => T): T | undefined {
    const { world } = this;
    this.passes();
    this.#keep();
    try {
      return transaction(world, { id: newId(world, "req"), idempotencyKey: null }, () => deed(world));
    } catch (refused) {
      if (refused instanceof StripeProblem) return undefined;
      throw refused;
    }
  }

  /** What is due has happened. */
  passes(): void {
    if (nextDue(this.world, null, this.world.wallNow())) this.#keep();
    catchUp(this.world);
  }

  /** All that was due by now has happened, and nothing more will. */
  rests(): void {
    this.passes();
    this.#restsFrom = this.#time.now();
  }

  #keep(): void {
    const now = this.#time.now();
    const recent = this.#past.filter(({ until }) => until > now - PAST_MS);
    this.#past = [...recent, { until: now, state: openState(storedState(this.world.state)) }];
  }
}
