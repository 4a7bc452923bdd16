import type { Fault } from "./faults.ts";
import { PRODUCTS, type Product, type ProductName, TOLD } from "./product.ts";

export interface Plan {
  readonly seed: number;
  /** How many questions clients ask. */
  readonly operations: number;
  /** Of requests to DynamoDB and to Stripe meet one. */
  readonly faultRate: number;
  /** Only these; where nothing is said, all. */
  readonly only?: readonly Fault[] | undefined;
  /** Where it is not said, the seed chooses. */
  readonly scene?: Scene | undefined;
  /** One generation of code and policy, and nothing comes later than days; where it is not said, the seed chooses. */
  readonly isPlain?: boolean | undefined;
  /** The sweep comes now and then, and all is announced; where it is not said, the seed chooses. */
  readonly isSwept?: boolean | undefined;
}

/** A product with a Stripe of its own; or one of which Stripe's events are told by hand, and Stripe can't be asked anything. */
export type Scene = ProductName | "told";

export interface Setting {
  readonly scene: Scene;
  readonly product: Product;
  readonly isPlain: boolean;
  readonly isSwept: boolean;
}

const SCENES = ["musiversal", "told", "neume", "omnia"] as const satisfies readonly Scene[];

/** What a seed stands for. */
export function settingOf(plan: Plan): Setting {
  const { scene = SCENES[plan.seed % SCENES.length] ?? "told" } = plan;
  const { isPlain = scene === "told" && plan.seed % 8 === 5 } = plan;
  const { isSwept = !isPlain && plan.seed % 3 === 0 } = plan;
  return { scene, isPlain, isSwept, product: scene === "told" ? TOLD : PRODUCTS[scene] };
}
