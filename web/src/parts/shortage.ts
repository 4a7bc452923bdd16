import type { Account, Problem as Refusal } from "@passbook/client";

type Insufficient = Refusal<"insufficient_credits">;

/** What was wanted, what is missing, and what would help: as the refusal says it, or as it can be foreseen. */
export interface Shortage extends Pick<Insufficient, "needed" | "available" | "short" | "nextRenewal" | "packs"> {
  readonly service: string;
}

/** What would be refused, before it is: with the packs that each would cover it. */
export function shortageOf(account: Account, needed: number, service: string): Shortage {
  const { balance: available, nextRenewal, offers } = account;
  const short = needed - available;
  const packs = offers.packs
    .filter(({ may }) => may === "yes")
    .map(({ pack, credits, amount }) => {
      const quantity = Math.ceil(short / credits);
      return { pack, credits: credits * quantity, quantity, amount: amount * quantity, currency: offers.currency };
    });
  return { service, needed, available, short, nextRenewal, packs };
}
