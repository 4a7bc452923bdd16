import type Stripe from "stripe";
import { signature } from "../../support/signed.ts";
import type { Dice } from "./dice.ts";
import type { Fleet } from "./fleet.ts";
import type { Happened } from "./stripe-life.ts";
import type { VirtualTime } from "./virtual-time.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_TRIES = 12;

/** Delivers as Stripe does: signed anew each time, at least once, in no order, again while it is not answered 2xx. */
export class Deliverer {
  readonly #fleet: Pick<Fleet, "invoke">;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #undelivered = new Map<string, Stripe.Event>();
  readonly #taken = new Map<string, () => void>();
  deliveries = 0;

  /** Some of it is weeks late, and some is told again after a month. */
  readonly #isSlow: boolean;

  constructor(fleet: Pick<Fleet, "invoke">, time: VirtualTime, dice: Dice, isSlow = false) {
    this.#isSlow = isSlow;
    this.#fleet = fleet;
    this.#time = time;
    this.#dice = dice;
  }

  /** Events that nobody has answered 2xx yet. */
  get undelivered(): readonly Stripe.Event[] {
    return [...this.#undelivered.values()];
  }

  /** From the event's own instant on: mostly at once, sometimes days late, some twice, some under another event's id. */
  async tell({ event, after }: Happened): Promise<void> {
    const dice = this.#dice;
    this.#undelivered.set(event.id, event);
    if (after !== undefined) await this.#isTaken(after);
    const again = dice.chance(0.3) ? [event] : [];
    const other = dice.chance(0.2) ? [{ ...event, id: `${event.id}_again` }] : [];
    const late = this.#isSlow && dice.chance(0.15) ? [this.#replay(event)] : [];
    await Promise.all([...[event, ...again, ...other].map((each) => this.#tellOnce(each)), ...late]);
  }

  async #tellOnce(event: Stripe.Event): Promise<void> {
    const dice = this.#dice;
    await this.#time.until(event.created * 1000);
    await this.#time.sleep(this.#delay());
    for (let tries = 1, pause = 1_000; tries <= MOST_TRIES; tries += 1, pause *= 2) {
      if (await this.deliver(event)) return;
      await this.#time.sleep(pause + dice.below(pause));
    }
  }

  #delay(): number {
    const dice = this.#dice;
    if (this.#isSlow && dice.chance(0.08)) return dice.between(7, 35) * DAY;
    return dice.chance(0.7) ? dice.below(3_000) : dice.below(96) * HOUR;
  }

  /** Somebody resends it by hand, after more than the thirty days for which Stripe lists it. */
  async #replay(event: Stripe.Event): Promise<void> {
    await this.#time.until(event.created * 1000 + this.#dice.between(31, 60) * DAY);
    await this.deliver(event);
  }

  /** @returns whether it was answered 2xx. */
  async deliver(event: Stripe.Event): Promise<boolean> {
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, this.#time.now()) };
    this.deliveries += 1;
    const { status = 0 } = await this.#fleet.invoke("POST /stripe/webhook", { body, headers });
    const isTaken = status >= 200 && status < 300;
    const id = event.id.replace("_again", "");
    if (isTaken && this.#undelivered.delete(id)) this.#taken.get(id)?.();
    return isTaken;
  }

  /** Once an event has been answered 2xx. */
  #isTaken(id: string): Promise<void> {
    return new Promise((done) => void this.#taken.set(id, done));
  }
}
