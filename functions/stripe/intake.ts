import { config } from "../config.ts";
import { passbook } from "../passbook.ts";
import { priceBook, stripeClient } from "./client.ts";
import { knowledge } from "./knowledge.ts";
import type { Intake } from "./take.ts";

/** All that an event is taken with, as the environment says. */
export function intake(): Intake {
  const all = passbook();
  const stripe = stripeClient(config.stripeSecretKey, config.stripeApiUrl);
  const priceNames = priceBook(all.policy, all.table, stripe);
  return { ...all, livemode: config.livemode, stripe, knowledge: knowledge({ ...all, stripe, priceNames }) };
}
