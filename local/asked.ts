import type * as z from "zod/mini";
import { parseJson } from "../functions/http/json.ts";
import { problemAnswer, Refusal } from "../functions/http/problem.ts";
import { invalid } from "../functions/http/request.ts";
import { read } from "../functions/http/schema.ts";
import type { Reply } from "./gateway/reply.ts";
import type { LocalRoute } from "./gateway/server.ts";

/** Answers what the schema allows, and says of all else what is wrong with it, as the API does. */
export function asked<T>(
  schema: z.ZodMiniType<T>,
  answer: (request: T) => Reply | Promise<Reply>,
): LocalRoute["answer"] {
  return async (body) => {
    try {
      const said = read(schema, parseJson(body.toString("utf8")));
      if ("problems" in said) throw invalid(said.problems);
      return await answer(said.value);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { statusCode, headers, body: problem } = problemAnswer(error);
      return { status: statusCode, headers, body: Buffer.from(problem) };
    }
  };
}
