import type { GrantAddOn, GrantPack, Instant, Lifetime } from "@passbook/core";
import { cyclesAfter } from "./cycles.ts";
import { isIn } from "./leftovers.ts";
import { grant, isSubscribed, paidFor } from "./piles.ts";
import type { World } from "./world.ts";

function endOf(lasts: Lifetime, now: Instant): Instant | null {
  return "months" in lasts ? cyclesAfter(now, lasts, 1) : null;
}

/** [M2] An add-on's line of a paid invoice. */
export function payAddOn(world: World, paid: GrantAddOn): void {
  const addOn = world.policy.addOns[paid.addOn];
  if (!addOn || world.ended.has(paid.subscription)) return;
  paidFor(world, paid.subscription);
  grant(world, "payment", "add-on", addOn.credits * paid.quantity, { end: endOf(addOn.lasts, world.now) });
}

/** [O6] [X4] Money for a pack is always granted. */
export function payPack(world: World, paid: GrantPack): void {
  const pack = world.policy.packs[paid.pack];
  if (!pack) return;
  grant(world, "purchase", "top-up", pack.credits * paid.quantity, { end: endOf(pack.lasts, world.now) });
}

/** [M7] [N3] The packs that may be bought now. */
export function soldTo(world: World): string[] {
  const all = Object.entries(world.policy.packs);
  const sold = all.filter(
    ([, { for: whom, needs }]) => isIn(world, whom ?? "everyone") && (needs === undefined || isSubscribed(world)),
  );
  return sold.map(([name]) => name);
}
