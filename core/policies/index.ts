import type { Policy } from "../policy.ts";
import { musiversal } from "./musiversal.ts";
import { neume } from "./neume.ts";
import { omnia } from "./omnia.ts";

/** Every product that can be run, by name. */
export const policies: Readonly<Record<string, Policy>> = { musiversal, neume, omnia };
