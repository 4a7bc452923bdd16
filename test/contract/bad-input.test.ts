import { beforeAll, describe, expect, it } from "vitest";
import { PROBLEMS, type ProblemCode } from "../../functions/http/problem.ts";
import { routes } from "../../functions/routes.ts";
import { bookable, GOOD_BODY, readyLine } from "../support/good-request.ts";
import { INSIDES } from "../support/refused.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { everything, paid } from "./cases/every-verb.ts";
import { answerProblems, operationOf, requestProblems } from "./document.ts";
import { mutations } from "./mutations.ts";

// Whatever the document does not allow is refused by name, with nothing written, told or logged (OWASP API3, ASVS 15.3.6).

const reading = routes.filter((route) => "scope" in route && operationOf(route).requestBody !== undefined);

/** What a double can't hold, or JSON can't say, has no value that a validator could be asked about. */
function valueOf(text: string): unknown {
  try {
    return /1\.0\b|1e2|-0\b|9007199254740993|1e400/.test(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe.each(reading)("$method $path", (route) => {
  const { schema } = operationOf(route).requestBody?.content["application/json"] ?? { schema: {} };
  const verb = route.function;
  // Every alternative of a body is given its own turn.
  const goods: Record<string, unknown>[] = [Object(GOOD_BODY[verb]) as Record<string, unknown>];
  if (verb === "spend" || verb === "hold") goods.push({ credits: 1, reason: "correction" });
  const all = goods.flatMap((good) => mutations(schema, good));
  const bad = all.filter(({ text }) => {
    const value = valueOf(text);
    return value === undefined || requestProblems(route, value).length > 0;
  });

  let passbook: TestPassbook;
  let line: string;
  let before: Record<string, unknown>;
  beforeAll(async () => {
    passbook = await testPassbook({ policy: bookable });
    await passbook.given("ada", paid);
    line = await readyLine(passbook, route, "ada");
    before = await passbook.items();
  });

  it(`refuses ${bad.length} bodies that the document does not allow, each by name, and writes nothing`, async () => {
    expect(bad.length).toBeGreaterThan(5);
    const logged = passbook.log.length;
    const oddly: string[] = [];
    for (const [n, { what, text }] of bad.entries()) {
      const answer = await passbook.call(line, { token: everything, key: `bad ${n}`, body: text });
      const { code } = Object(answer.body) as { code: ProblemCode };
      const isNamed = code === "invalid_request" || code === "malformed_request";
      if (!isNamed || answer.status !== PROBLEMS[code][0]) oddly.push(`${what}: ${answer.status} ${answer.text}`);
      expect(answerProblems(route, answer.status ?? 0, "application/problem+json", answer.body)).toEqual([]);
      expect(answer.text).not.toMatch(INSIDES);
      expect(answer.text.length).toBeLessThan(4_000);
    }
    expect(oddly).toEqual([]);
    expect(passbook.log.slice(logged)).toEqual([]);
    expect(await passbook.items()).toEqual(before);
  });

  it("answers none of the others with an error of ours", async () => {
    const others = all.filter((mutation) => !bad.includes(mutation));
    for (const [n, { what, text }] of others.entries()) {
      const { status = 0, body } = await passbook.call(line, { token: everything, key: `other ${n}`, body: text });
      // Where Stripe is asked nobody listens.
      expect([what, status < 500 || ("scope" in route && route.scope === "credits:manage" && status === 503)]).toEqual([
        what,
        true,
      ]);
      const type = status < 300 ? "application/json" : "application/problem+json";
      expect([what, answerProblems(route, status, type, body)]).toEqual([what, []]);
    }
  });
});
