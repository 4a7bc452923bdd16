import { beforeAll, describe, expect, it } from "vitest";
import { entryId } from "../../functions/ledger/items.ts";
import { adjusts, holds, musiversal } from "../support/booking-story.ts";
import { ada } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { expectRefused } from "../support/refused.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const SPENDS = "POST /accounts/ada/spends";
const START = "2026-02-20T10:00:00.000Z";

let passbook: TestPassbook;
let keys = 0;
const request = (body: unknown, key = `key ${(keys += 1)}`) => ({ token: ada, key, body });
const book = (more: object = {}, key?: string) =>
  passbook.call(SPENDS, request({ service: "session", startsAt: START, ...more }, key));

beforeAll(async () => {
  passbook = await testPassbook({ policy: musiversal });
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-100" }));
});

describe("A booking", () => {
  it("[M1] [M4] is a spend with a start, and its length is an option", async () => {
    expect(await book({ service: "mixing", options: { length: 2 } })).toMatchObject({
      status: 201,
      body: { spend: { credits: 6, service: "mixing", quantity: 1, options: { length: 2 }, startsAt: START } },
    });
  });

  it("[M15] stands in the statement with its start", async () => {
    await book();
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: ada });
    expect(body).toMatchObject({ entries: [{ type: "spent", reason: "session", ref: { startsAt: START } }] });
  });

  it("[X9] that is sent again answers byte for byte what it answered, also after its start", async () => {
    const first = await book({ startsAt: "2026-02-20T10:00:00Z" }, "again");
    passbook.time.now = at("2026-02-21");
    const again = await book({ startsAt: "2026-02-20T10:00:00Z" }, "again");
    passbook.time.now = NOON;
    expect(again).toEqual({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });
  });

  it.each([
    "2026-02-20",
    "2026-02-20T10:00Z",
    "2026-02-20T10:00:00",
    "2026-02-20T10:00:00+01:00",
    "2026-02-20T10:00:00.1Z",
    "2026-02-20T10:00:00.1234Z",
    "2026-02-20 10:00:00Z",
    "2026-02-20t10:00:00z",
    "2026-02-30T10:00:00Z",
    "2026-13-01T10:00:00Z",
    "2026-02-20T24:00:00Z",
    "2026-02-20T10:60:00Z",
    "+002026-02-20T10:00:00Z",
    " 2026-02-20T10:00:00Z",
    "2026-02-20T10:00:00Z\n",
    "",
    1_771_581_600_000,
    null,
    "2026-01-31T12:00:00.000Z",
  ])("[M5] that starts at %j is refused", (startsAt) =>
    expectRefused(passbook, SPENDS, request({ service: "session", startsAt }), "invalid_request"),
  );

  it("[M5] without a start is refused, and is told where", async () => {
    expect(await passbook.call(SPENDS, request({ service: "session" }))).toMatchObject({
      status: 422,
      body: { problems: [{ field: "startsAt" }] },
    });
  });

  it("[M5] is the 31st: 409 with what is open, before what is missing", async () => {
    const crowded = await testPassbook({ policy: musiversal });
    await crowded.given("ada", adjusts(30, "2026-01-31"));
    const session = (n: number) => request({ service: "session", startsAt: START }, `session ${n}`);
    for (let n = 0; n < 30; n += 1) expect((await crowded.call(SPENDS, session(n))).status).toBe(201);
    expect(await crowded.call(SPENDS, session(30))).toMatchObject({
      status: 409,
      body: { code: "booking_limit", limit: 30, open: 30, detail: "30 bookings are ahead; 30 may be." },
    });
    crowded.time.now = at(START);
    expect(await crowded.call(SPENDS, session(31))).toMatchObject({ status: 422 });
    const next = request({ service: "session", startsAt: "2026-02-20T10:00:00.001Z" });
    expect(await crowded.call(SPENDS, next)).toMatchObject({ status: 402 });
  });

  it("[M5] of 5 sent at once for the last 2 places 2 fit", async () => {
    const narrow = await testPassbook({ policy: { ...musiversal, bookings: { ...bookings, openAtOnce: 2 } } });
    await narrow.given("ada", adjusts(9, "2026-01-31"));
    const all = Array.from({ length: 5 }, (_, n) => request({ service: "session", startsAt: START }, `at once ${n}`));
    const statuses = await Promise.all(all.map(async (each) => (await narrow.call(SPENDS, each)).status));
    expect(statuses.toSorted((a, b) => Number(a) - Number(b))).toEqual([201, 201, 409, 409, 409]);
  });

  it("[M4] is offered in the catalogue with its lengths", async () => {
    const { body } = await passbook.call("GET /catalog");
    expect(body).toMatchObject({ services: [{ id: "session", credits: 1, lengths: [1, 2, 3] }, {}, {}] });
  });
});

const bookings = { openAtOnce: 30, lengths: [1], cancelled: [] };

describe("What an account keeps", () => {
  it("[X9] of bookings, holds and re-credits comes back from the table as it was", async () => {
    const stored = await testPassbook({ policy: musiversal });
    const now = at("2026-02-03");
    await stored.given("ada", adjusts(9, "2026-02-01", "2026-03-01"), holds(4, "2026-02-03", "2026-02-10"));
    const startsAt = at(START);
    const session = { service: "session", quantity: 1, options: { length: 2 }, startsAt };
    await stored.given("ada", { type: "Spend", now, request: "r-1", by: "ada", for: session });
    const head = (await stored.table.readHead("ada")).account;
    expect(head).toMatchObject({
      bookings: [{ startsAt, entry: 3 }],
      holds: [{ entry: 2, expiresAt: at("2026-02-10"), parts: [{ lot: 1, source: "adjustment", credits: 4 }] }],
      lots: [{ granted: 9, left: 3, held: 4 }],
    });

    const [spend, hold] = await Promise.all(
      ["r-1", "hold"].map((id) => stored.table.readEntry("ada", entryId({ kind: "req", id }))),
    );
    if (!spend || !hold) throw new Error("they were written");
    const [from] = spend.movements;
    expect(from).toMatchObject({ type: "spent", granted: 9, birth: at("2026-02-01"), end: at("2026-03-01") });
    await stored.given("ada", { type: "CancelBooking", now, by: "ada", spend });
    await stored.given("ada", { type: "CaptureHold", now, by: "ada", hold, credits: 1 });
    expect((await stored.table.readHead("ada")).account).toMatchObject({
      bookings: [],
      holds: [],
      lots: [{ granted: 9, left: 8, held: 0 }],
    });
    expect(await stored.table.readEntries("ada", { limit: 2 })).toMatchObject([
      {
        seq: 5,
        hold: { ended: 2 },
        movements: [
          { type: "captured", credits: 1 },
          { type: "released", credits: 3 },
        ],
      },
      { seq: 4, booking: { cancelled: 3 }, movements: [{ ...from, type: "restored", credits: 2 }] },
    ]);
  });
});
