import { MAX_PACKS, type Policy, type Problem } from "@passbook/core";
import * as z from "zod/mini";
import type { Body } from "../http/request.ts";
import { type Read, read } from "../http/schema.ts";
import { name } from "./fields.ts";

const interval = z.enum(["month", "year"]);
const planWanted = { plan: name, interval };

export const planCheckout = z.strictObject({
  ...planWanted,
  addOns: z.optional(z.array(name).check(z.maxLength(10), z.refine(areDifferent, "names one twice"))),
});
export const packCheckout = z.strictObject({
  pack: name,
  quantity: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_PACKS))),
});
export const addOnChange = z.strictObject({ addOn: name, remove: z.optional(z.literal(true)) });

export const portalWanted = z.strictObject({ cancel: z.optional(z.enum(["period_end", "now"])) });
const preview = { preview: z.optional(z.boolean()) };
export const planChangeWanted = z.strictObject({ ...planWanted, ...preview });
export const cancellationWanted = z.strictObject({ when: z.enum(["period_end", "now"]), ...preview });

interface PlanCheckout {
  readonly plan: string;
  readonly interval: "month" | "year";
  readonly addOns: readonly string[];
}
interface PackCheckout {
  readonly pack: string;
  readonly quantity: number;
}
type AddOnChange = z.infer<typeof addOnChange>;
export type CheckoutWanted = PlanCheckout | PackCheckout | AddOnChange;

/** A plan with what is beside it, a pack, or something beside the plan that runs: by what the body names. */
export function readCheckout(policy: Policy, body: Body): Read<CheckoutWanted> {
  if (Object.hasOwn(body, "pack"))
    return sold(read(packCheckout, body, withQuantity), (said) => unknownPack(policy, said));
  if (Object.hasOwn(body, "addOn"))
    return sold(read(addOnChange, body), ({ addOn }) => unknownAddOn(policy, addOn, "addOn"));
  return sold(read(planCheckout, body, withAddOns), (said) => [
    ...unknownPlan(policy, said),
    ...unknownAddOns(policy, said),
  ]);
}

export function readPlanChange(policy: Policy, body: Body): Read<z.infer<typeof planChangeWanted>> {
  return sold(read(planChangeWanted, body), (said) => unknownPlan(policy, said));
}

const withQuantity = ({ pack, quantity = 1 }: z.infer<typeof packCheckout>): PackCheckout => ({ pack, quantity });
const withAddOns = ({ addOns = [], ...said }: z.infer<typeof planCheckout>): PlanCheckout => ({ ...said, addOns });

/** What reads well and is not in the catalogue is wrong all the same. */
function sold<T>(said: Read<T>, problemsOf: (value: T) => Problem[]): Read<T> {
  if ("problems" in said) return said;
  const problems = problemsOf(said.value);
  return problems.length > 0 ? { problems } : said;
}

function unknownPlan(
  { plans }: Policy,
  wanted: { readonly plan: string; readonly interval: "month" | "year" },
): Problem[] {
  const plan = Object.hasOwn(plans, wanted.plan) ? plans[wanted.plan] : undefined;
  if (!plan) return [{ field: "plan", message: "is not in the catalogue" }];
  if (plan.price[wanted.interval] !== undefined) return [];
  return [{ field: "interval", message: `${wanted.plan} is not sold by the ${wanted.interval}` }];
}

function unknownPack({ packs }: Policy, { pack }: PackCheckout): Problem[] {
  return Object.hasOwn(packs, pack) ? [] : [{ field: "pack", message: "is not in the catalogue" }];
}

function unknownAddOns(policy: Policy, { addOns, interval: every }: PlanCheckout): Problem[] {
  if (addOns.length > 0 && every === "year") return [{ field: "addOns", message: "are beside monthly plans only" }];
  return addOns.flatMap((addOn, i) => unknownAddOn(policy, addOn, `addOns.${i}`));
}

function unknownAddOn({ addOns }: Policy, addOn: string, field: string): Problem[] {
  return Object.hasOwn(addOns, addOn) ? [] : [{ field, message: "is not in the catalogue" }];
}

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
