import { type Code, PassbookError, passbook } from "@passbook/client";
import { describe, expect, it } from "vitest";
import { contracts, type Verb } from "../../functions/contract/verbs.ts";
import type { Case } from "../contract/cases/case.ts";
import { casesOf } from "../contract/cases.ts";
import { testPassbook } from "../support/test-passbook.ts";
import { adasClient } from "./callers.ts";

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "it did not fail",
    (error: unknown) => error,
  );

/** One real way to each code; Stripe's own verb is no client's. */
const ways = new Map<string, Case>();
for (const verb of (Object.keys(contracts) as Verb[]).filter((name) => name !== "stripe-webhook"))
  for (const [name, way] of Object.entries(casesOf(verb))) {
    const [code = ""] = name.split(" ");
    if ("ask" in way && !/^\d/.test(code) && !ways.has(code)) ways.set(code, way);
  }

describe("Every code that Passbook says no with", () => {
  it.each([...ways])("%s is an error with all that would help", async (code, { on, ask }) => {
    const fresh = await testPassbook(on);
    const { line, request, passbook: asked = fresh } = await ask(fresh);
    const { status = 0, headers, text, body } = await asked.call(line, request);
    const answer = new Response(text, { status, headers: { "content-type": String(headers["content-type"]) } });
    const error = await failure(
      passbook({ fetch: async () => answer, attempts: 1 })
        .account("ada")
        .spend({ quote: "" }, { key: "k" }),
    );
    expect(error).toBeInstanceOf(PassbookError);
    expect(error).toMatchObject({ code, problem: body, key: "k", message: (body as { detail: string }).detail });
    expect(PassbookError.is(error, code as Code)).toBe(true);
  });

  it("is one of those", () => {
    const promised = new Set(
      Object.entries(contracts).flatMap(([verb, { problems }]) => (verb === "stripe-webhook" ? [] : problems)),
    );
    expect(new Set(ways.keys())).toEqual(promised);
  });
});

it("[O12] Who has not enough is told how much is missing, and what would help", async () => {
  const { ada } = await adasClient();
  const error = await failure(ada.spend({ service: "avatar", quantity: 100 }));
  if (!PassbookError.is(error, "insufficient_credits")) throw error;
  const { needed, available, short, packs } = error.problem;
  expect([available, short]).toEqual([500, needed - 500]);
  expect(packs.length).toBeGreaterThan(0);
});

it("What the gateway refuses is told apart", async () => {
  const { url, issue } = await adasClient();
  const reading = passbook({ url, token: () => issue({ sub: "ada", scope: "credits:read" }) }).account("ada");
  expect(await failure(reading.spend({ service: "image" }))).toMatchObject({
    code: "forbidden",
    problem: { status: 403 },
  });
  const astray = passbook({ url: `${url}/elsewhere`, attempts: 1 });
  expect(await failure(astray.catalog())).toMatchObject({
    code: "gateway_error",
    problem: { status: 404 },
    message: "Not Found",
  });
  const portal = passbook({ fetch: async () => new Response("<h1>Please log in to the network</h1>") });
  expect(await failure(portal.catalog())).toMatchObject({ code: "gateway_error", problem: { status: 200 } });
});

it("What is no error of ours is none", () => {
  expect(PassbookError.is(new Error("Another"))).toBe(false);
  expect(PassbookError.is(undefined, "busy")).toBe(false);
});
