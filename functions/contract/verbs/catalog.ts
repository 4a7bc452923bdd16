import { catalog as answer } from "../answers/catalog.ts";
import type { VerbContract } from "../verb-contract.ts";

export const catalog: VerbContract = {
  summary: "Plans, packs, add-ons and services with their prices and costs, and the rules in sentences.",
  description: "Money is in the smallest unit of the currency: 990 is 9.90.",
  answers: [{ status: 200, description: "The catalogue.", schema: answer }],
  problems: ["invalid_request", "internal_error"],
};
