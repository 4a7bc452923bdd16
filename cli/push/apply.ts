import type Stripe from "stripe";
import { isMissing } from "../../functions/billing/asked.ts";
import { stripeKey } from "../../functions/billing/steps.ts";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";
import type { Found } from "./found.ts";
import type { Step } from "./step.ts";

/** What came of a step. */
export interface Applied {
  readonly id: string;
  /** What the webhook is signed with: Stripe says it once. */
  readonly secret?: string;
}

/** Does the steps, one after the other: prices need their products. Each can be done again. */
export async function* apply(stripe: Stripe, steps: readonly Step[], found: Found): AsyncGenerator<[Step, Applied]> {
  const products = new Map([...found.products].map(([name, { id }]) => [name, id]));
  for (const step of steps) {
    const applied = await done(stripe, step, products);
    if (step.of === "product") products.set(step.name, applied.id);
    yield [step, applied];
  }
}

async function done(stripe: Stripe, step: Step, products: ReadonlyMap<string, string>): Promise<Applied> {
  if (step.do === "keep") return step;
  switch (step.of) {
    case "product":
      if (step.do === "update") return stripe.products.update(step.id, step.fields);
      return createdOnce(["product", step.name], {
        create: (key) =>
          stripe.products.create(
            { name: step.name.split("/")[1] ?? step.name, metadata: { passbook: step.name } },
            { idempotencyKey: key },
          ),
        isStanding: async (id) => (await stripe.products.retrieve(id)).active,
      });
    case "price":
      if (step.do === "update") return stripe.prices.update(step.id, step.fields);
      return createPrice(stripe, step.price, products.get(step.price.passbook) ?? "");
    case "portal":
      if (step.do === "update") return stripe.billingPortal.configurations.update(step.id, step.fields);
      return createdOnce(["portal configuration", step.name], {
        create: (key) => stripe.billingPortal.configurations.create(step.fields, { idempotencyKey: key }),
        isStanding: async (id) => (await stripe.billingPortal.configurations.retrieve(id)).active,
      });
    case "webhook":
      if (step.do === "update") return stripe.webhookEndpoints.update(step.id, step.fields);
      return createdOnce(["webhook", step.name, step.fields.api_version ?? ""], {
        create: (key) => stripe.webhookEndpoints.create(step.fields, { idempotencyKey: key }),
        isStanding: async (id) => (await stripe.webhookEndpoints.retrieve(id)).id === id,
      });
  }
}

function createPrice(
  stripe: Stripe,
  { lookupKey, unitAmount, currency, interval, passbook }: SellablePrice,
  product: string,
): Promise<Applied> {
  const params: Stripe.PriceCreateParams = {
    product,
    currency,
    unit_amount: unitAmount,
    lookup_key: lookupKey,
    transfer_lookup_key: true,
    metadata: { passbook },
    ...(interval && { recurring: { interval } }),
  };
  return createdOnce(["price", lookupKey, product, currency, String(unitAmount)], {
    create: (key) => stripe.prices.create(params, { idempotencyKey: key }),
    isStanding: async (id) => (await stripe.prices.retrieve(id)).lookup_key === lookupKey,
  });
}

interface Creation<T> {
  readonly create: (idempotencyKey: string) => Promise<Stripe.Response<T>>;
  readonly isStanding: (id: string) => Promise<boolean>;
}

/**
 * Created once, whoever pushes at the same time. Stripe remembers a creation for a day, and what was created may be gone by
 * then: then once more, under another key.
 */
async function createdOnce<T extends Applied>(words: readonly string[], creation: Creation<T>): Promise<T> {
  for (let key = words; ; ) {
    const made = await creation.create(stripeKey("push", ...key));
    const isReplay = made.lastResponse.headers["idempotent-replayed"] === "true";
    if (!isReplay || (await creation.isStanding(made.id).catch(unlessMissing))) return made;
    key = [...key, made.id];
  }
}

function unlessMissing(error: unknown): false {
  if (isMissing(error)) return false;
  throw error;
}
