import * as z from "zod/mini";
import type { VerbContract } from "../verb-contract.ts";

export const openapi: VerbContract = {
  summary: "This document.",
  answers: [
    {
      status: 200,
      description: "OpenAPI 3.1.",
      schema: z.looseObject({ openapi: z.literal("3.1.1"), info: z.looseObject({}), paths: z.looseObject({}) }),
    },
  ],
  problems: ["invalid_request", "internal_error"],
};
