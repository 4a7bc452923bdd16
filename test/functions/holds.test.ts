import { beforeEach, describe, expect, it } from "vitest";
import { musiversal } from "../support/booking-story.ts";
import { ada, operator } from "../support/gateway-event.ts";
import { NO_ENTRY } from "../support/good-request.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { expectRefused } from "../support/refused.ts";
import { type Answered, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// Ada renders an avatar: nobody knows what it will cost before it is done, so its credits are set aside first.

const HOLDS = "POST /accounts/ada/holds";

let passbook: TestPassbook;
let keys = 0;
const newKey = () => `key ${(keys += 1)}`;
const post = (line: string, body: unknown = {}, key = newKey(), token = ada) =>
  passbook.call(line, { token, key, body });
const place = (body: unknown = { service: "avatar" }, key = newKey()) => post(HOLDS, body, key);
const capture = (id: string, body: unknown = {}, key = newKey()) => post(`${HOLDS}/${id}/capture`, body, key);
const release = (id: string, body: unknown = {}, key = newKey()) => post(`${HOLDS}/${id}/release`, body, key);

async function held(body?: unknown): Promise<string> {
  const { status, body: answer } = await place(body);
  expect(status).toBe(201);
  return (answer as { hold: { id: string } }).hold.id;
}

async function balance() {
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: ada });
  const { balance: left, held: aside } = body as { balance: number; held: number };
  return { left, aside };
}

const replayOf = (first: Answered) => ({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });

beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

describe("A hold", () => {
  it("[X9] sets aside what the service costs: it is not in the balance, and shown beside it", async () => {
    const { status, body } = await place({ service: "avatar", quantity: 2 });
    expect(status).toBe(201);
    expect(body).toEqual({
      hold: {
        id: expect.stringMatching(/^req_[\w-]{43}$/),
        at: "2026-01-31T12:00:00.000Z",
        credits: 100,
        lots: [{ lot: "plan_1", source: "plan", credits: 100 }],
        service: "avatar",
        quantity: 2,
        options: {},
        expiresAt: "2026-01-31T13:00:00.000Z",
      },
      balance: 400,
    });
    expect(await balance()).toEqual({ left: 400, aside: 100 });
  });

  it("[X9] pays with what was needed, and the rest can be spent again", async () => {
    const hold = await held();
    const { status, body } = await capture(hold, { credits: 30 });
    expect(status).toBe(200);
    expect(body).toEqual({
      spend: {
        id: expect.stringMatching(/^hold-end_[\w-]{43}$/),
        at: "2026-01-31T12:00:00.000Z",
        credits: 30,
        lots: [{ lot: "plan_1", source: "plan", credits: 30 }],
        service: "avatar",
        quantity: 1,
        options: {},
      },
      hold,
      released: 20,
      balance: 470,
      receipt: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    expect(await balance()).toEqual({ left: 470, aside: 0 });
  });

  it("[X9] pays all of it where no amount is said", async () => {
    expect(await capture(await held())).toMatchObject({ body: { spend: { credits: 50 }, released: 0, balance: 450 } });
  });

  it("[X9] never pays more than was set aside: 51 of 50 is refused, and the hold goes on", async () => {
    const hold = await held();
    for (const credits of [51, 1_000_000_000_000]) {
      await expectRefused(
        passbook,
        `${HOLDS}/${hold}/capture`,
        { token: ada, key: newKey(), body: { credits } },
        "invalid_request",
      );
    }
    expect(await capture(hold, { credits: 50 })).toMatchObject({ status: 200, body: { balance: 450 } });
  });

  it("[X9] lets go of everything where nothing came of the work", async () => {
    const hold = await held();
    expect(await release(hold)).toMatchObject({
      status: 200,
      body: { hold, credits: 50, lots: [{ lot: "plan_1", source: "plan", credits: 50 }], balance: 500 },
    });
    expect(await balance()).toEqual({ left: 500, aside: 0 });
  });

  it("[X9] [X3] ends by itself at its end, without anybody having to do anything", async () => {
    const hold = await held({ service: "avatar", expiresAt: "2026-01-31T12:10:00Z" });
    passbook.time.now = at("2026-01-31T12:10:00Z") - 1;
    expect(await balance()).toEqual({ left: 450, aside: 50 });
    passbook.time.now = at("2026-01-31T12:10:00Z");
    expect(await balance()).toEqual({ left: 500, aside: 0 });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: ada });
    expect(body).toMatchObject({ entries: [{ type: "released", credits: 50, by: "time" }] });
    expect(await capture(hold)).toMatchObject({ status: 422, body: { problems: [{ message: "has ended" }] } });
    expect(await release(hold)).toMatchObject({ status: 422, body: { problems: [{ message: "has ended" }] } });
  });

  it("[X9] of credits that end meanwhile can still be captured: they were taken while they lived", async () => {
    passbook.time.now = at("2026-03-03T11:30:00Z");
    const hold = await held();
    passbook.time.now = at("2026-03-03T12:00:00Z");
    expect(await balance()).toEqual({ left: 0, aside: 50 });
    expect(await capture(hold, { credits: 50 })).toMatchObject({ status: 200, body: { spend: { credits: 50 } } });
    expect(await balance()).toEqual({ left: 0, aside: 0 });
  });

  it.each([
    ["is over", "2026-01-31T12:00:00Z"],
    ["is more than a year ahead", "2027-02-01T12:00:01Z"],
  ])("is refused where its end %s", (_, expiresAt) =>
    expectRefused(
      passbook,
      HOLDS,
      { token: ada, key: newKey(), body: { service: "avatar", expiresAt } },
      "invalid_request",
    ),
  );

  it("[O12] of more than there is is refused whole, with what is missing", async () => {
    expect(await place({ service: "avatar", quantity: 11 })).toMatchObject({
      status: 402,
      body: { code: "insufficient_credits", needed: 550, available: 500, short: 50 },
    });
  });

  it("[O4] of a free service sets nothing aside and is not remembered", async () => {
    const before = await passbook.items();
    const { status, body } = await place({ service: "upscale" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ hold: { credits: 0, lots: [], expiresAt: null }, balance: 500 });
    expect(await passbook.items()).toEqual(before);
  });

  it("[X10] of an amount is an operator's, with its reason", async () => {
    const body = { credits: 7, reason: "a render of unknown length" };
    await expectRefused(passbook, HOLDS, { token: ada, key: newKey(), body }, "insufficient_scope");
    const both = { ...ada, scope: "credits:spend credits:operate" };
    expect(await post(HOLDS, body, newKey(), both)).toMatchObject({
      status: 201,
      body: { hold: { credits: 7, reason: body.reason }, balance: 493 },
    });
  });

  it("[M5] is not for what is booked: a booking is paid when it is booked", async () => {
    const studio = await testPassbook({ policy: musiversal });
    await studio.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-10" }));
    const request = { token: ada, key: newKey(), body: { service: "session" } };
    await expectRefused(studio, HOLDS, request, "invalid_request");
  });
});

describe("What is asked of a hold again", () => {
  it("[X9] answers byte for byte what it answered, whatever has become of it since", async () => {
    const first = await place({ service: "avatar" }, "place");
    const { id } = (first.body as { hold: { id: string } }).hold;
    const paid = await capture(id, { credits: 20 }, "capture");
    passbook.time.now = at("2026-02-05");
    await post("POST /accounts/ada/spends", { service: "image" });
    expect(await place({ service: "avatar" }, "place")).toEqual(replayOf(first));
    expect(await capture(id, { credits: 20 }, "capture")).toEqual(replayOf(paid));
    const elsewhere = await testPassbook({ table: passbook.tableName });
    const request = { token: ada, key: "capture", body: { credits: 20 } };
    expect(await elsewhere.call(`${HOLDS}/${id}/capture`, request)).toEqual(replayOf(paid));
  });

  it("[X9] with another key and the same content answers the first's result too: it has happened once", async () => {
    const one = await held();
    const captured = await capture(one, { credits: 20 });
    expect(await capture(one, { credits: 20 })).toEqual(replayOf(captured));
    const other = await held();
    const released = await release(other);
    expect(await release(other)).toEqual(replayOf(released));
    expect(await balance()).toEqual({ left: 480, aside: 0 });
  });

  it("[X9] with the same key and another content is a conflict, also where that content makes no sense", async () => {
    const hold = await held();
    await capture(hold, { credits: 20 }, "mine");
    for (const body of [{ credits: 21 }, {}, { credits: 0 }, { credits: "20" }, { tip: 1 }]) {
      expect(await capture(hold, body, "mine")).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
    }
    expect(await release(hold, {}, "mine")).toMatchObject({ status: 409 });
    expect(await balance()).toEqual({ left: 480, aside: 0 });
  });

  it("[X9] with another key and another content is told that it has ended", async () => {
    const hold = await held();
    await capture(hold, { credits: 20 });
    const ended = {
      status: 422,
      body: { code: "invalid_request", problems: [{ field: "hold", message: "has ended" }] },
    };
    expect(await capture(hold, { credits: 21 })).toMatchObject(ended);
    expect(await capture(hold)).toMatchObject(ended);
    expect(await release(hold)).toMatchObject(ended);
    expect(await balance()).toEqual({ left: 480, aside: 0 });
  });

  it("[X9] at once, ten times with ten keys, captures once", async () => {
    const hold = await held();
    const answers = await Promise.all(Array.from({ length: 10 }, () => capture(hold, { credits: 20 })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers["idempotent-replayed"] === undefined)).toHaveLength(1);
    expect(await balance()).toEqual({ left: 480, aside: 0 });
  });

  it("[X9] capture and release at once: one of them wins, and nothing is lost or minted", async () => {
    const hold = await held();
    const answers = await Promise.all([capture(hold, { credits: 20 }), release(hold)]);
    const [captured, released] = answers.map(({ status }) => status);
    expect(new Set([captured, released])).toEqual(new Set([200, 422]));
    expect(await balance()).toEqual({ left: captured === 200 ? 480 : 500, aside: 0 });
  });
});

describe("What a path names as a hold", () => {
  it.each([
    ["that nobody placed", NO_ENTRY],
    ["that is no name of anything", "hold-1"],
    ["of another kind of name", `due_${"0".repeat(43)}`],
    ["that reaches for another item", "req#../A#ada"],
  ])("%s is not found", async (_, id) => {
    const encoded = encodeURIComponent(id);
    for (const verb of ["capture", "release"]) {
      await expectRefused(
        passbook,
        `${HOLDS}/${encoded}/${verb}`,
        { token: ada, key: newKey(), body: {} },
        "hold_not_found",
      );
    }
  });

  it("is not found where it is a spend, and a hold is no spend that could be cancelled", async () => {
    const { body } = await post("POST /accounts/ada/spends", { service: "image" });
    expect(await capture((body as { spend: { id: string } }).spend.id)).toMatchObject({ status: 404 });
    const hold = await held();
    expect(await post(`POST /accounts/ada/spends/${hold}/cancel`)).toMatchObject({
      status: 404,
      body: { code: "spend_not_found" },
    });
  });

  it("[O7] is not found where it is another account's", async () => {
    await passbook.given("bea", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { subscription: "sub_bea" }));
    const hold = await held();
    const bea = { sub: "bea.b", accounts: ["bea"], scope: "credits:spend" };
    const request = { token: bea, key: newKey(), body: {} };
    expect(await passbook.call(`POST /accounts/bea/holds/${hold}/capture`, request)).toMatchObject({
      status: 404,
      body: { code: "hold_not_found" },
    });
    expect(await passbook.call(`${HOLDS}/${hold}/capture`, request)).toMatchObject({
      status: 404,
      body: { code: "account_not_found" },
    });
    expect(await balance()).toEqual({ left: 450, aside: 50 });
  });

  it("is not told apart from an account that does not exist, where an operator asks", async () => {
    const request = { token: operator, key: newKey(), body: {} };
    expect(await passbook.call(`POST /accounts/nobody/holds/${NO_ENTRY}/capture`, request)).toMatchObject({
      status: 404,
      body: { code: "account_not_found" },
    });
  });
});

describe("The statement of a hold", () => {
  it("[M15] tells each of its steps, who did it, and that they belong together", async () => {
    const hold = await held();
    await post(`${HOLDS}/${hold}/capture`, { credits: 20 }, newKey(), { ...ada, sub: "the worker" });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=2", { token: ada });
    expect(body).toMatchObject({
      entries: [
        {
          seq: 3,
          type: "captured",
          reason: "avatar",
          ref: { hold: 2 },
          by: "the worker",
          credits: 30,
          balance: 480,
          movements: [
            { type: "captured", lot: "plan_1", credits: 0, captured: 20 },
            { type: "released", lot: "plan_1", credits: 30 },
          ],
        },
        { seq: 2, id: hold, type: "held", reason: "avatar", by: "ada.lovelace", credits: -50, balance: 450 },
      ],
    });
  });
});
