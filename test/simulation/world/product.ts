import type { BillingInterval, Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import type { Dice } from "./dice.ts";
import { simulated } from "./policy.ts";

/** A service as a client asks for it, and what that costs on the product's page: another source than the policy. */
interface Offer {
  readonly service: string;
  readonly quantity?: number;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly costs: number;
}

/** What is sold, as far as simulated clients ask for it. */
export interface Product {
  readonly policy: Policy;
  /** What is used at once. */
  readonly uses?: (dice: Dice) => Offer;
  /** What is paid now, for a start that is ahead. */
  readonly books?: (dice: Dice) => Offer;
  /** Whose credits can be set aside. */
  readonly held?: string;
  readonly free?: string;
  readonly plans: readonly (readonly [plan: string, interval: BillingInterval])[];
  readonly packs: readonly string[];
  readonly addOns: readonly string[];
  /** Since when there are customers whose rules are their own. */
  readonly legacy?: string;
}

type Priced = readonly [service: string, costs: number];

const omniaUse = (dice: Dice): Offer => {
  const isHigh = dice.chance(0.5);
  const options = { quality: isHigh ? "high" : "standard" };
  const quantity = dice.between(1, 80);
  const image = { service: "image", quantity, options, costs: quantity * (isHigh ? 20 : 10) };
  const video = { service: "video", options, costs: isHigh ? 100 : 60 };
  return dice.oneOf<Offer>([image, image, { service: "audio", costs: 20 }, video]);
};

const omniaOffers = { uses: omniaUse, held: "image", free: "upscale", packs: ["pack_1000", "pack_5000"], addOns: [] };

/** Whose events are told by hand: OmniaStudio, with something that can be booked. */
export const TOLD: Product = {
  ...omniaOffers,
  policy: simulated,
  books: () => ({ service: "session", costs: 30 }),
  plans: [],
};

export const PRODUCTS = {
  omnia: {
    ...omniaOffers,
    policy: omnia,
    plans: [
      ["creator", "month"],
      ["pro", "month"],
      ["team", "month"],
      ["enterprise", "month"],
      ["creator", "year"],
      ["pro", "year"],
    ],
  },
  neume: {
    policy: neume,
    uses: (dice) => {
      const [service, cost] = dice.oneOf<Priced>([
        ["song", 10],
        ["voice-conversion", 5],
        ["stem-split", 3],
        ["song-studio", 20],
      ]);
      const quantity = dice.between(1, 12);
      return { service, quantity, costs: quantity * cost };
    },
    held: "song",
    plans: [
      ["basic", "month"],
      ["plus", "month"],
      ["pro", "month"],
    ],
    packs: ["pack_50", "pack_200", "pack_1000"],
    addOns: [],
  },
  musiversal: {
    policy: musiversal,
    books: (dice) => {
      const [service, cost] = dice.oneOf<Priced>([
        ["session", 1],
        ["session", 1],
        ["stem-mastering", 2],
      ]);
      const length = dice.between(1, 3);
      return { service, options: { length }, costs: cost * length };
    },
    plans: [
      ["studio-2", "month"],
      ["studio-5", "month"],
      ["studio-10", "month"],
      ["studio-50", "month"],
      ["studio-10", "year"],
    ],
    packs: ["pack_1", "pack_5", "pack_20"],
    addOns: ["extra"],
    legacy: "2021-06-01T00:00:00Z",
  },
} as const satisfies Record<string, Product>;

export type ProductName = keyof typeof PRODUCTS;
