import { expect } from "vitest";
import { PROBLEMS, type ProblemCode } from "../../functions/http/problem.ts";
import type { Request } from "./gateway-event.ts";
import type { TestPassbook } from "./test-passbook.ts";

/** What no answer tells: where our code is, and what its parts say when they fail. */
export const INSIDES =
  /\n\s+at |\.[cm]?[jt]s:\d|node_modules|file:|whsec_|sk_test|Dynamo|Zod|Exception|[a-z]Error|Error:/;

/** The caller's mistake is named, nothing is written, and nothing is told: neither to the caller nor to the log. */
export async function expectRefused(passbook: TestPassbook, line: string, request: Request, code: ProblemCode) {
  await writingNothing(passbook, () => expectNamed(passbook, line, request, code));
}

/** Whatever is asked meanwhile leaves the table as it was. */
export async function writingNothing(passbook: TestPassbook, asked: () => Promise<void>): Promise<void> {
  const before = await passbook.items();
  await asked();
  expect(await passbook.items()).toEqual(before);
}

/** The caller's mistake is named, and nothing is told: neither to the caller nor to the log. */
export async function expectNamed(passbook: TestPassbook, line: string, request: Request, code: ProblemCode) {
  const logged = passbook.log.length;
  const { text, headers, body } = await passbook.call(line, request);
  const [status, title] = PROBLEMS[code];
  expect(body).toMatchObject({ type: `urn:passbook:problem:${code}`, title, status, detail: expect.any(String), code });
  expect(status).toBeLessThan(500);
  expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
  expect(text).not.toMatch(INSIDES);
  expect(passbook.log.slice(logged)).toEqual([]);
}
