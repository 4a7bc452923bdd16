import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { ada, operator, type Request } from "../../support/gateway-event.ts";
import { NO_ENTRY } from "../../support/good-request.ts";
import { month } from "../../support/omnia-story.ts";
import { blocks, joins, team } from "../../support/pool-story.ts";
import type { TestPassbook } from "../../support/test-passbook.ts";
import { asking, type Case, type Cases } from "./case.ts";
import { paid } from "./every-verb.ts";

const NOON = "2026-01-31T12:00:00Z";
const studio10 = month(NOON, "2026-02-28T12:00:00Z", { plan: "studio-10" });
const SPENDS = "POST /accounts/ada/spends";
const HOLDS = "POST /accounts/ada/holds";
const QUOTES = "POST /accounts/ada/quotes";
const BOOKING = { service: "session", startsAt: "2026-02-20T10:00:00Z" };

/** What has to have been done before, through the interface itself. */
async function done(passbook: TestPassbook, line: string, request: Request): Promise<Record<string, { id: string }>> {
  const { status, body, text } = await passbook.call(line, { token: ada, ...request });
  if ((status ?? 500) >= 300) throw new Error(`${line} was answered ${text}`);
  return body as Record<string, { id: string }>;
}

const said = (body: unknown, token = ada): Request => ({ token, key: "asked", body });

/** Ada has paid for a month of Creator. */
const adas = (line: string, body: unknown, token = ada): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    return { line, request: said(body, token) };
  });

/** Why nothing can be paid, booked or set aside by that verb. */
const refusals = (line: string): Cases => ({
  invalid_request: adas(line, { service: "portrait", tip: 5 }),
  insufficient_credits: adas(line, { service: "avatar", quantity: 100 }),
  account_blocked: asking(async (passbook) => {
    await passbook.given("ada", paid, blocks("Please call us.", NOON));
    return { line, request: said({ service: "image" }) };
  }),
  plan_required: asking(
    async (passbook) => {
      await passbook.given("ada", month(NOON, "2026-02-28T12:00:00Z", { plan: "basic" }));
      return { line, request: said({ service: "song-studio" }) };
    },
    { policy: neume },
  ),
  not_a_member: asking(async (passbook) => {
    await passbook.given("ada", team(NOON, "2026-02-28T12:00:00Z"), joins({ bea: {} }, NOON));
    return { line, request: said({ service: "image" }) };
  }),
  member_budget: asking(async (passbook) => {
    await passbook.given("ada", team(NOON, "2026-02-28T12:00:00Z"), joins({ [ada.sub]: { budget: 15 } }, NOON));
    return { line, request: said({ service: "image", quantity: 2 }) };
  }),
});

/** With one place for a booking, which is taken. */
const full = (line: string): Case =>
  asking(
    async (passbook) => {
      await passbook.given("ada", studio10);
      await done(passbook, SPENDS, { key: "first", body: BOOKING });
      return { line, request: said(BOOKING) };
    },
    { policy: { ...musiversal, bookings: { openAtOnce: 1, lengths: [1], cancelled: [] } } },
  );

const replayed = (line: string, body: unknown): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    await done(passbook, line, said(body));
    return { line, request: said(body) };
  });

const named = { newId: () => "quote_1" };

/** Somebody has a quote, and has paid with it or not. */
const quoted = (isSpent: boolean): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    const { quote } = await done(passbook, QUOTES, { body: { service: "video", options: { quality: "high" } } });
    if (isSpent) await done(passbook, SPENDS, { key: "first", body: { quote } });
    return { line: SPENDS, request: said({ quote }) };
  }, named);

export const spend: Cases = {
  201: adas(SPENDS, { service: "video", quantity: 2, options: { quality: "high" } }),
  "201 replayed": replayed(SPENDS, { service: "image" }),
  "201 free": adas(SPENDS, { service: "upscale" }),
  "201 quoted": quoted(false),
  "201 booked": asking(
    async (passbook) => {
      await passbook.given("ada", studio10);
      return { line: SPENDS, request: said({ ...BOOKING, options: { length: 2 } }) };
    },
    { policy: musiversal },
  ),
  "201 amount": adas(SPENDS, { credits: 7, reason: "A print that was ordered by telephone" }, operator),
  "201 of a member": asking(async (passbook) => {
    await passbook.given("ada", team(NOON, "2026-02-28T12:00:00Z"), joins({ bea: { budget: 100 } }, NOON));
    return { line: SPENDS, request: said({ service: "image", member: "bea" }, operator) };
  }),
  ...refusals(SPENDS),
  booking_limit: full(SPENDS),
  quote_spent: quoted(true),
};

export const quote: Cases = {
  200: { ...adas(QUOTES, { service: "video", quantity: 2, options: { quality: "high" } }), on: named },
  "200 too dear": { ...adas(QUOTES, { service: "avatar", quantity: 100 }), on: named },
  "200 of a cohort": asking(
    async (passbook) => {
      await passbook.given("ada", studio10);
      await done(passbook, "PATCH /accounts/ada", { token: operator, body: { signedUpAt: "2022-01-01T00:00:00Z" } });
      return { line: QUOTES, request: said({ ...BOOKING, service: "mixing", options: { length: 3 } }) };
    },
    { policy: musiversal, ...named },
  ),
  invalid_request: adas(QUOTES, { service: "portrait", tip: 5 }),
  plan_required: refusals(QUOTES)["plan_required"] as Case,
  account_blocked: refusals(QUOTES)["account_blocked"] as Case,
  booking_limit: full(QUOTES),
};

export const hold: Cases = {
  201: adas(HOLDS, { service: "avatar", expiresAt: "2026-01-31T18:00:00Z" }),
  "201 replayed": replayed(HOLDS, { service: "avatar" }),
  "201 free": adas(HOLDS, { service: "upscale" }),
  "201 amount": adas(HOLDS, { credits: 7, reason: "A render of unknown length" }, operator),
  ...refusals(HOLDS),
};

/** Something of a hold of an avatar's 50 credits. */
const held = (verb: "capture" | "release", body: unknown, before?: unknown): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    const { hold: placed } = await done(passbook, HOLDS, { key: "hold", body: { service: "avatar" } });
    const line = `${HOLDS}/${placed?.id}/${verb}`;
    if (before !== undefined) await done(passbook, line, { key: "before", body: before });
    return { line, request: said(body) };
  });

/** The end of a hold of a service that costs nothing. */
const heldFree = (verb: "capture" | "release"): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    const { hold: placed } = await done(passbook, HOLDS, { key: "hold", body: { service: "upscale" } });
    return { line: `${HOLDS}/${placed?.id}/${verb}`, request: said({}) };
  });

/** A pool's hold, and somebody whose it is not. */
const strangers = (verb: "capture" | "release"): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", team(NOON, "2026-02-28T12:00:00Z"), joins({ [ada.sub]: {}, eve: {} }, NOON));
    const { hold: placed } = await done(passbook, HOLDS, { key: "hold", body: { service: "avatar" } });
    return { line: `${HOLDS}/${placed?.id}/${verb}`, request: said({}, { ...ada, sub: "eve" }) };
  });

export const capture: Cases = {
  200: held("capture", { credits: 30 }),
  "200 all": held("capture", {}),
  "200 free": heldFree("capture"),
  "200 replayed": held("capture", { credits: 30 }, { credits: 30 }),
  invalid_request: held("capture", { credits: 51 }),
  "invalid_request for what has ended": held("capture", { credits: 30 }, { credits: 20 }),
  hold_not_found: adas(`${HOLDS}/${NO_ENTRY}/capture`, {}),
  "hold_not_found for another member's": strangers("capture"),
};

export const release: Cases = {
  200: held("release", {}),
  "200 free": heldFree("release"),
  "200 replayed": held("release", {}, {}),
  hold_not_found: adas(`${HOLDS}/${NO_ENTRY}/release`, {}),
  "hold_not_found for another member's": strangers("release"),
};

/** Something of a booking, or of another payment. */
const booked = (now: string, body: unknown, token = ada): Case =>
  asking(
    async (passbook) => {
      await passbook.given("ada", studio10);
      const { spend: made } = await done(passbook, SPENDS, { key: "booking", body: BOOKING });
      passbook.time.now = Date.parse(now);
      return { line: `${SPENDS}/${made?.id}/cancel`, request: said(body, token) };
    },
    { policy: musiversal },
  );

export const cancelSpend: Cases = {
  200: booked("2026-02-01T12:00:00Z", {}),
  "200 too late": booked("2026-02-20T09:00:00Z", {}),
  "200 taken back": booked("2026-02-21T12:00:00Z", { reason: "The musician was ill" }, operator),
  invalid_request: asking(async (passbook) => {
    await passbook.given("ada", paid);
    const { spend: made } = await done(passbook, SPENDS, { key: "image", body: { service: "image" } });
    return { line: `${SPENDS}/${made?.id}/cancel`, request: said({}) };
  }),
  "insufficient_scope for a reversal": booked("2026-02-01T12:00:00Z", { reason: "I want it back" }),
  spend_not_found: adas(`${SPENDS}/${NO_ENTRY}/cancel`, {}),
};
