import * as z from "zod";
import { jsonReply, type Reply } from "./gateway/reply.ts";
import type { LocalRoute } from "./gateway/server.ts";

/** Answers what the schema allows, and says of all else what is wrong with it. */
export function asked<Schema extends z.ZodType>(
  schema: Schema,
  answer: (request: z.infer<Schema>) => Reply | Promise<Reply>,
): LocalRoute["answer"] {
  return async (body) => {
    const request = schema.safeParse(parseJson(body));
    if (!request.success) return jsonReply(400, { message: z.prettifyError(request.error) });
    return await answer(request.data);
  };
}

/** `undefined` where it is no JSON, which no schema of ours takes. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
