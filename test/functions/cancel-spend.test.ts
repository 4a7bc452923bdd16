import { beforeEach, describe, expect, it } from "vitest";
import { musiversal } from "../support/booking-story.ts";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { NO_ENTRY } from "../support/good-request.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { expectRefused } from "../support/refused.ts";
import { type Answered, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// Ada books sessions with a musician, and something comes in between. Studio 100 gives her 100 credits.

const SPENDS = "POST /accounts/ada/spends";
const START = "2026-02-20T10:00:00.000Z";
const TWO_DAYS_BEFORE = at("2026-02-18T10:00:00Z");

let passbook: TestPassbook;
let keys = 0;
const newKey = () => `key ${(keys += 1)}`;
const cancel = (id: string, body: unknown = {}, key = newKey(), token: Token = ada) =>
  passbook.call(`${SPENDS}/${id}/cancel`, { token, key, body });
const reverse = (id: string, reason = "The musician was ill", key = newKey(), token: Token = operator) =>
  cancel(id, { reason }, key, token);
const replayOf = (first: Answered) => ({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });

async function paid(line: string, body: unknown, token: Token = ada): Promise<string> {
  const { status, body: answer } = await passbook.call(line, { token, key: newKey(), body });
  expect(status).toBe(201);
  const { spend, hold } = answer as { spend?: { id: string }; hold?: { id: string } };
  return (spend ?? hold)?.id ?? "";
}

const booked = (more: object = {}) => paid(SPENDS, { service: "session", startsAt: START, ...more });

async function balance(): Promise<number> {
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: ada });
  return (body as { balance: number }).balance;
}

beforeEach(async () => {
  passbook = await testPassbook({ policy: musiversal });
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-100" }));
});

describe("A booking that is cancelled", () => {
  it("[M6] more than 48 hours ahead gives back all that it cost, to where it came from", async () => {
    const id = await booked({ service: "mixing", options: { length: 2 } });
    passbook.time.now = TWO_DAYS_BEFORE - 1;
    const { status, body } = await cancel(id);
    expect(status).toBe(200);
    expect(body).toEqual({
      credits: 6,
      reason: "booking cancelled",
      lots: [{ lot: "plan_1", source: "plan", credits: 6 }],
      balance: 100,
    });
  });

  it.each([
    ["exactly 48 hours ahead", TWO_DAYS_BEFORE, "booking cancelled"],
    ["an hour ahead", at("2026-02-20T09:00:00Z"), "booking cancelled"],
    ["at its start", at(START), "booking cancelled after its start"],
    ["a day after it", at("2026-02-21T10:00:00Z"), "booking cancelled after its start"],
  ])("[M6] %s gives back nothing", async (_, now, reason) => {
    const id = await booked();
    passbook.time.now = now;
    expect(await cancel(id)).toMatchObject({ status: 200, body: { credits: 0, lots: [], reason, balance: 99 } });
  });

  it("[M6] twice answers the first's result, whatever key the second has and however late it comes", async () => {
    const id = await booked();
    const first = await cancel(id, {}, "cancel");
    expect(await cancel(id, {}, "cancel")).toEqual(replayOf(first));
    passbook.time.now = at("2026-02-25");
    expect(await cancel(id, {}, "cancel")).toEqual(replayOf(first));
    expect(await cancel(id, {}, "another")).toEqual(replayOf(first));
    expect(first.body).toMatchObject({ credits: 1, balance: 100 });
    expect(await balance()).toBe(100);
  });

  it("[M6] by many at once gives back once", async () => {
    const id = await booked();
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([answers[0]?.text]));
    expect(await balance()).toBe(100);
  });

  it("[M5] makes room for another one, also where nothing comes back", async () => {
    const narrow = await testPassbook({
      policy: { ...musiversal, bookings: { openAtOnce: 1, lengths: [1], cancelled: [] } },
    });
    passbook = narrow;
    await narrow.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-5" }));
    const id = await booked();
    const another = { token: ada, body: { service: "session", startsAt: START } };
    expect(await narrow.call(SPENDS, { ...another, key: newKey() })).toMatchObject({ status: 409 });
    expect(await cancel(id)).toMatchObject({ body: { credits: 0 } });
    expect(await narrow.call(SPENDS, { ...another, key: newKey() })).toMatchObject({ status: 201 });
  });

  it("[M15] stands in the statement with its reason, and with who cancelled", async () => {
    const id = await booked();
    await cancel(id, {}, newKey(), { ...ada, sub: "the studio" });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: ada });
    expect(body).toMatchObject({
      entries: [{ type: "re-credited", reason: "booking cancelled", by: "the studio", credits: 1, ref: { spend: 2 } }],
    });
  });
});

describe("31 bookings at once", () => {
  it("[M5] 30 fit, whoever of them comes first", async () => {
    const book = async (n: number): Promise<Answered> => {
      const key = `session ${n}`;
      const request = { token: ada, key, body: { service: "session", startsAt: START } };
      // Who is told `busy` sends the same key again.
      for (;;) {
        const answer = await passbook.call(SPENDS, request);
        if (answer.status !== 503) return answer;
      }
    };
    const answers = await Promise.all(Array.from({ length: 31 }, (_, n) => book(n)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toMatchObject([{ status: 409, body: { code: "booking_limit", limit: 30, open: 30 } }]);
    expect(await balance()).toBe(70);
    expect((await passbook.table.readHead("ada")).account.bookings).toHaveLength(30);
  });
});

describe("What is no booking", () => {
  it("can't be cancelled by whoever spent it", async () => {
    passbook = await testPassbook();
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    const id = await paid(SPENDS, { service: "image" });
    await expectRefused(passbook, `${SPENDS}/${id}/cancel`, { token: ada, key: newKey(), body: {} }, "invalid_request");
  });

  it.each([
    ["that nobody made", NO_ENTRY],
    ["that is no name of anything", "1"],
    ["that reaches for another item", "req#x"],
  ])("and one %s is not found", (_, id) =>
    expectRefused(
      passbook,
      `${SPENDS}/${encodeURIComponent(id)}/cancel`,
      { token: ada, key: newKey(), body: {} },
      "spend_not_found",
    ),
  );
});

describe("An operator's reversal", () => {
  it("[M6] gives back any payment, whole, whatever the windows say", async () => {
    const id = await booked({ options: { length: 3 } });
    passbook.time.now = at("2026-02-25");
    expect(await reverse(id)).toMatchObject({
      status: 200,
      body: {
        credits: 3,
        reason: "The musician was ill",
        lots: [{ lot: "plan_1", source: "plan", credits: 3 }],
        balance: 100,
      },
    });
  });

  it("gives back an amount that an operator took", async () => {
    const id = await paid(SPENDS, { credits: 40, reason: "correction" }, operator);
    expect(await reverse(id, "that was the wrong account")).toMatchObject({ body: { credits: 40, balance: 100 } });
  });

  it("[X9] gives back a capture, by the id that the capture answered", async () => {
    passbook = await testPassbook();
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    const hold = await paid("POST /accounts/ada/holds", { service: "avatar" });
    const captured = await passbook.call(`POST /accounts/ada/holds/${hold}/capture`, {
      token: ada,
      key: newKey(),
      body: { credits: 30 },
    });
    const { id } = (captured.body as { spend: { id: string } }).spend;
    expect(await reverse(id, "The video was black")).toMatchObject({ body: { credits: 30, balance: 500 } });
  });

  it("is an operator's alone, and says why", async () => {
    const id = await booked();
    const line = `${SPENDS}/${id}/cancel`;
    const request = (token: Token, reason: unknown) => ({ token, key: newKey(), body: { reason } });
    await expectRefused(passbook, line, request(ada, "because"), "insufficient_scope");
    await expectRefused(passbook, line, request(operator, ""), "invalid_request");
    await expectRefused(passbook, line, request(operator, null), "invalid_request");
  });

  it("and a cancellation exclude each other: the second is told what the first did", async () => {
    const one = await booked();
    const cancelled = await cancel(one);
    expect(await reverse(one)).toEqual(replayOf(cancelled));
    const other = await booked();
    passbook.time.now = at(START);
    const reversed = await reverse(other);
    expect(await cancel(other)).toEqual(replayOf(reversed));
    expect(await balance()).toBe(100);
  });

  it("with the key of one with another reason is a conflict", async () => {
    const id = await booked();
    await reverse(id, "ill", "mine");
    expect(await reverse(id, "late", "mine")).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
    expect(await reverse(id, "", "mine")).toMatchObject({ status: 409 });
  });

  it("of what has been cancelled without credits gives nothing back: it was decided then", async () => {
    const id = await booked();
    passbook.time.now = at("2026-02-19T10:00:00Z");
    await cancel(id);
    expect(await reverse(id)).toMatchObject({ status: 200, body: { credits: 0, balance: 99 } });
  });
});
