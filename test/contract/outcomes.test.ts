import { describe, expect, it } from "vitest";
import type { VerbExamples } from "../../functions/contract/document/operation.ts";
import { contracts, type Verb } from "../../functions/contract/verbs.ts";
import { PROBLEMS, type ProblemCode } from "../../functions/http/problem.ts";
import { INSIDES } from "../support/refused.ts";
import { type Answered, testPassbook } from "../support/test-passbook.ts";
import type { Asked, Case } from "./cases/case.ts";
import { casesOf } from "./cases.ts";
import { answerProblems, operationOf, requestProblems, routeOf } from "./document.ts";

// Every answer and every refusal that the document names is brought about by a real request, and is as it says.

const verbs = Object.keys(contracts) as Verb[];

/** The verbs' requests and answers as they were, for the document's examples. */
const examples: Partial<Record<Verb, Required<VerbExamples>>> = {};

/** What a name of a case says is answered: `201`, `200 text/csv`, `busy`. */
function outcomeOf(name: string): string {
  const [outcome = "", type = ""] = name.split(" ");
  return type.includes("/") ? `${outcome} ${type}` : outcome;
}

/** All that a verb's contract says can be answered. */
function outcomesOf(verb: Verb): string[] {
  const { answers, problems } = contracts[verb];
  const answered = answers.map(({ status, mediaType }) => (mediaType ? `${status} ${mediaType}` : `${status}`));
  return [...answered, ...problems];
}

function remember(verb: Verb, name: string, { request }: Asked, { body, text, headers }: Answered): void {
  const { requests, answers } = (examples[verb] ??= { requests: {}, answers: {} });
  const isJson = String(headers["content-type"]).endsWith("json");
  // What is a document itself, or Stripe's, is too long to be an example; the address of a page is never the same.
  if (verb === "openapi" || verb === "stripe-webhook") return;
  if (!text.startsWith('{"url":')) Object.assign(answers, { [name]: isJson ? body : text });
  if (/^2\d\d/.test(name) && request?.body !== undefined) Object.assign(requests, { [name]: request.body });
}

describe.each(verbs)("The verb %s", (verb) => {
  const route = routeOf(verb);
  const cases = Object.entries(casesOf(verb));

  it("has a case for all that it may answer, and none for what it may not", () => {
    const named = new Set(cases.map(([name]) => outcomeOf(name)));
    expect([...named].toSorted(compare)).toEqual(outcomesOf(verb).toSorted(compare));
  });

  const provoking = cases.filter((one): one is [string, Case] => "ask" in one[1]);
  it.each(provoking)("answers %s as it is documented", async (name, { on, ask }) => {
    const fresh = await testPassbook(on);
    const asked = await ask(fresh);
    const { passbook = fresh } = asked;
    const logged = passbook.log.length;
    const answer = await passbook.call(asked.line, asked.request);
    const outcome = outcomeOf(name);
    const [status = 0] = PROBLEMS[outcome as ProblemCode] ?? [Number.parseInt(outcome, 10)];
    const type = String(answer.headers["content-type"]).split(";")[0] ?? "";
    expect([answer.status, answer.text]).toEqual([status, answer.text]);
    if (outcome in PROBLEMS) expect(answer.body).toMatchObject({ code: outcome, status });
    expect(answerProblems(route, status, type, type === "text/csv" ? answer.text : answer.body)).toEqual([]);
    expect(undocumentedHeaders(verb, status, answer)).toEqual([]);
    if (status < 300 && operationOf(route).requestBody && verb !== "stripe-webhook")
      expect(requestProblems(route, asked.request?.body)).toEqual([]);
    expect(answer.text).not.toMatch(INSIDES);
    if (status < 500) expect(passbook.log.slice(logged).filter((line) => !line.includes('"ignored"'))).toEqual([]);
    else expect(passbook.log.slice(logged).join("").length).toBeLessThan(20_000);
    remember(verb, name, asked, answer);
  });
});

/** What every answer carries, and the document leaves to HTTP. */
const ORDINARY = new Set(["content-type", "cache-control", "content-disposition", "vary"]);

function undocumentedHeaders(verb: Verb, status: number, { headers }: Answered): string[] {
  const { headers: told = {} } = operationOf(routeOf(verb)).responses[status] ?? {};
  const known = new Set(Object.keys(told).map((name) => name.toLowerCase()));
  return Object.keys(headers).filter((name) => !ORDINARY.has(name) && !known.has(name));
}

const compare = (a: string, b: string) => (a < b ? -1 : 1);

describe("The examples of the document", () => {
  it("are what was really asked and answered; `npm run openapi` writes them again", async () => {
    const file = new URL("../../functions/contract/examples.json", import.meta.url).pathname;
    await expect(`${JSON.stringify(examples, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});
