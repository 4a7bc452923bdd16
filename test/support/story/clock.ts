import { unix } from "../local-stripe.ts";
import type { Stage } from "./stage.ts";

const HOP_SECONDS = 28 * 86_400;

/** A clock of Stripe's that a life is lived by, with all of its accounts. */
export async function newClock({ stripe, control }: Stage, begins: string) {
  let now = unix(begins);
  const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: now });
  await control("idle");
  return {
    id,
    /** Moves it by Stripe's own verb, as far as it goes at once, until it is there and all is delivered. */
    async until(to: string): Promise<void> {
      while (now < unix(to)) {
        now = Math.min(unix(to), now + HOP_SECONDS);
        // It is refused while the clock still advances, and answers when that has been heard of.
        await stripe.testHelpers.testClocks.advance(id, { frozen_time: now });
        await control("idle");
      }
    },
  };
}

export type StoryClock = Awaited<ReturnType<typeof newClock>>;
