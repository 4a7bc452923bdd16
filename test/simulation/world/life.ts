import type Stripe from "stripe";
import type { ModelEngine } from "../dynamodb/engine.ts";
import type { JournalWatch } from "../oracles/journal-watch.ts";
import type { Violation } from "../oracles/violation.ts";
import type { Caller } from "./caller.ts";
import type { Deliverer } from "./deliverer.ts";
import type { Dice } from "./dice.ts";
import type { Plan, Setting } from "./setting.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What happens at Stripe while clients ask. */
export interface Life {
  /** All of which Passbook is told, so far. */
  readonly events: () => readonly Stripe.Event[];
  /** What does not hold once everything has been told and nothing fails any more. */
  readonly judged: () => AsyncGenerator<Violation>;
}

export interface Surroundings {
  readonly plan: Plan;
  readonly setting: Setting;
  readonly dice: Dice;
  readonly time: VirtualTime;
  readonly engine: ModelEngine;
  readonly journal: JournalWatch;
  readonly caller: Caller;
  readonly deliverer: Deliverer;
  /** An account that nobody asks anything of. */
  readonly quiet: string;
}
