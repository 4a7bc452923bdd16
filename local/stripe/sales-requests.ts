import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { readBody } from "../http.ts";
import { StripeProblem } from "./problem.ts";

const account = z.string().regex(/^[\w.:@|+-]{1,128}$/, "1 to 128 of A-Z a-z 0-9 . _ : @ | + -");

const orders = {
  subscribe: z.strictObject({ account, plan: z.string(), interval: z.enum(["month", "year"]).optional() }),
  renew: z.strictObject({ account }),
  buy: z.strictObject({ account, pack: z.string(), quantity: z.int().min(1).max(1_000).optional() }),
};

const MAX_BODY_BYTES = 100_000;

/** What a request asks for. JSON, whatever content type it claims: `curl -d` claims a form. */
export async function orderFrom<Name extends keyof typeof orders>(
  request: IncomingMessage,
  name: Name,
): Promise<z.infer<(typeof orders)[Name]>> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const order = orders[name].safeParse(parseJson(body?.toString("utf8") ?? ""));
  if (!order.success) throw new StripeProblem(400, "parameter_invalid", z.prettifyError(order.error));
  return order.data as z.infer<(typeof orders)[Name]>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StripeProblem(400, "parameter_invalid", "the body must be JSON");
  }
}
