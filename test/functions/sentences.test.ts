import { beforeAll, describe, expect, it } from "vitest";
import { ada, operator } from "../support/gateway-event.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// What is wrong with a request is told in plain sentences of ours: which field, what is wrong, what is allowed.

let passbook: TestPassbook;
beforeAll(async () => void (passbook = await testPassbook()));

const SPENDS = "POST /accounts/ada/spends";
const CHECKOUT = "POST /accounts/ada/checkout";
const CANCEL = "POST /accounts/ada/cancel";
const ADJUSTMENTS = "POST /accounts/ada/adjustments";
const ACCOUNT = "PATCH /accounts/ada";
const token = { ...operator, accounts: ["ada"] };

let keys = 0;
async function wrong(line: string, body?: unknown) {
  const content = body !== undefined && { key: `key ${(keys += 1)}`, body };
  const answer = await passbook.call(line, { token, ...content });
  expect(answer.status).toBe(422);
  return answer.body as { detail: string; problems: { field: string; message: string }[] };
}

describe("A request that makes no sense is told", () => {
  it.each<[string, string, unknown, string]>([
    ["what is missing", CHECKOUT, { plan: "pro" }, "interval is missing"],
    ["what is missing of a text", SPENDS, {}, "service is missing"],
    ["what is no text", SPENDS, { service: 5 }, "service is not a text"],
    ["what is empty", SPENDS, { service: "" }, "service is empty"],
    ["what is too long", SPENDS, { service: "x".repeat(65) }, "service has more than 64 characters"],
    ["what no name has", SPENDS, { service: "a b" }, "service is not letters, digits and . _ : -"],
    ["what is no number", SPENDS, { service: "image", quantity: "2" }, "quantity is not a whole number"],
    ["what is too little", SPENDS, { service: "image", quantity: 0 }, "quantity is less than 1"],
    ["what is too much", CHECKOUT, { pack: "pack_1000", quantity: 1_001 }, "quantity is more than 1000"],
    ["what is no object", SPENDS, { service: "image", options: [] }, "options is not an object"],
    ["what is wrong inside", SPENDS, { service: "image", options: { length: 0 } }, "options.length is less than 1"],
    ["what is no list", CHECKOUT, { plan: "pro", interval: "month", addOns: "extra" }, "addOns is not a list"],
    [
      "what is too many",
      CHECKOUT,
      { plan: "pro", interval: "month", addOns: Array.from({ length: 11 }, (_, n) => `a${n}`) },
      "addOns has more than 10 elements",
    ],
    ["which words there are", CANCEL, { when: "later" }, "when is not one of period_end, now"],
    ["the one word that there is", CHECKOUT, { addOn: "extra", remove: false }, "remove is not true"],
    ["what is neither true nor false", CANCEL, { when: "now", preview: "yes" }, "preview is not true or false"],
    ["what is not known", SPENDS, { service: "image", colour: "red" }, "colour is not known here"],
    [
      "what is no instant",
      ADJUSTMENTS,
      { credits: 1, reason: "x", expiresAt: "tomorrow" },
      "expiresAt is not an instant",
    ],
    ["what moves nothing", ADJUSTMENTS, { credits: 0, reason: "x" }, "credits moves nothing"],
    [
      "whose name is none",
      ACCOUNT,
      { members: { "a b": {} } },
      "members.a b is not 1 to 128 letters, digits and . _ : @ | + -",
    ],
    ["whose budget is none", ACCOUNT, { members: { bea: { budget: -1 } } }, "members.bea.budget is less than 0"],
    ["what of a query is too much", "GET /accounts/ada/ledger?limit=101", undefined, "?limit is not a whole number"],
    ["which types there are", "GET /accounts/ada/ledger?type=lost", undefined, "?type.0 is not one of granted, "],
  ])("%s", async (_, line, body, sentence) => {
    const { detail, problems } = await wrong(line, body);
    expect(detail).toContain(sentence);
    expect(problems.map(({ field, message }) => `${field} ${message}`).join("; ")).toBe(detail.slice(0, -1));
    expect(detail).not.toMatch(/expected|received|Invalid|Too (?:big|small)|pattern/);
  });

  it("all that is wrong at once", async () => {
    const { detail } = await wrong(CHECKOUT, { plan: 7, interval: "week", colour: "red" });
    expect(detail).toBe("plan is not a text; interval is not one of month, year; colour is not known here.");
  });

  it("the same to everybody", async () => {
    const { body } = await passbook.call(SPENDS, { token: ada, key: "k", body: { service: 5 } });
    expect(body).toMatchObject({ problems: [{ field: "service", message: "is not a text" }] });
  });
});
