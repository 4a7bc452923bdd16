import type Stripe from "stripe";
import { packBought } from "../../support/omnia-events.ts";
import { signature } from "../../support/signed.ts";
import type { Violation } from "../oracles/violation.ts";
import type { Dice } from "./dice.ts";
import type { Fleet } from "./fleet.ts";
import type { VirtualTime } from "./virtual-time.ts";

const DAY = 24 * 3_600_000;

interface Target {
  readonly fleet: Pick<Fleet, "invoke">;
  readonly livemode: boolean;
  /** Accounts have customers by the names that the told lives give them. */
  readonly isTold: boolean;
}

/** Who would like credits that nobody has paid for: what is told like this is never believed. */
export function forgers(
  { fleet, livemode, isTold }: Target,
  time: VirtualTime,
  dice: Dice,
  report: (violation: Violation) => void,
): Promise<void>[] {
  const forged = (change: object = {}): Stripe.Event => {
    const event = packBought();
    const object = { ...event.data.object, id: `cs_forged_${dice.name()}`, payment_intent: `pi_${dice.name()}` };
    return { ...event, id: `evt_${dice.name()}`, livemode, data: { object }, ...change };
  };
  const ways: (readonly [what: string, event: Stripe.Event, signedAt: number, secret?: string])[] = [
    ["signed by somebody else", forged(), 0, "whsec_guessed"],
    ["signed an hour ago", forged(), -3_600_000],
    ["signed in an hour", forged(), 3_600_000],
    ["of the other mode", forged({ livemode: !livemode }), 0],
    ["of another API version", forged({ api_version: "2019-01-01" }), 0],
  ];
  if (isTold) ways.push(["for an account that is not its customer's", othersCustomer(forged()), 0]);
  return ways.map(async ([what, event, off, secret]) => {
    await time.sleep(dice.between(10, 70) * DAY);
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, time.now() + off, secret) };
    const { status = 0 } = await fleet.invoke("POST /stripe/webhook", { body, headers });
    if (status < 400) report({ oracle: "S", what: `an event ${what}: ${status}` });
  });
}

/** Ada's customer pays for bea's credits. */
function othersCustomer(event: Stripe.Event): Stripe.Event {
  const object = { ...event.data.object, metadata: { account: "bea", pack: "pack_1000" }, client_reference_id: "bea" };
  return { ...event, data: { object } } as Stripe.Event;
}
