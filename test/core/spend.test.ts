import { decide, evolveChecked, InvariantBroken } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { given, spent } from "../support/given.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, takes, uses, year } from "../support/omnia-story.ts";

const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-01");

describe("what is told beside a refusal", () => {
  test("[O12] is as of the account's time, not of a clock that lags behind it", () => {
    const ahead = month("2036-01-01", "2036-02-01");
    given(ahead)
      .when(uses("video", "2026-01-02", { quantity: 100 }))
      .refuses({ nextRenewal: { at: "2036-02-01" } });
  });
});

describe("a spend is paid whole or not at all", () => {
  test("[M1] a service is paid with credits that are there", () => {
    given(february)
      .when(uses("video", "2026-02-03T10:00Z", { quantity: 2, options: { quality: "high" }, request: "r-1" }))
      .emits({
        key: "req/r-1",
        type: "spent",
        reason: "video",
        ref: { service: "video", quantity: 2, options: { quality: "high" } },
        by: "ada",
        policy: "omnia@2026-01-01",
        at: "2026-02-03T10:00Z",
        occurredAt: "2026-02-03T10:00Z",
        movements: [spent(200)],
        balance: 300,
        bySource: { plan: 300 },
      });
  });

  test("[M1] the last credit can be spent", () => {
    given(february)
      .when(takes(500, "2026-02-03"))
      .emits({ movements: [spent(500)], balance: 0, bySource: {} });
  });

  test("[M1] one credit more is refused, whole, and says how many are missing", () => {
    given(february)
      .when(takes(501, "2026-02-03"))
      .refuses({ code: "insufficient_credits", needed: 501, available: 500, short: 1 });
  });

  test("[M1] nothing was ever bought: all of it is missing", () => {
    given()
      .when(uses("image", "2026-02-03"))
      .refuses({ code: "insufficient_credits", needed: 10, available: 0, short: 10 });
  });

  test("[M1] a refused spend takes nothing: what is there can still be spent", () => {
    given(february, takes(501, "2026-02-03"))
      .when(takes(500, "2026-02-04"))
      .emits({ movements: [spent(500)], balance: 0 });
  });

  test("an operator takes an amount, for a reason", () => {
    given(february)
      .when(takes(7, "2026-02-03", "r-2"))
      .emits({ key: "req/r-2", reason: "correction", ref: {}, by: "operator", movements: [spent(7)] });
    const [entry] = given(february).when(takes(7, "2026-02-03")).entries();
    expect(entry?.ref).toEqual({});
  });

  test.each([0, -1, 0.5, 1e12 + 1])("[X10] %d is no amount that he could take", (credits) => {
    given(february)
      .when(takes(credits, "2026-02-03"))
      .refuses({ code: "invalid_request", problems: [{ field: "credits" }] });
  });

  test("[M3] an unknown service is refused and never charged by guess", () => {
    given(february)
      .when(uses("hologram", "2026-02-03"))
      .refuses({ code: "invalid_request", problems: [{ field: "service" }] });
  });

  test("a clock that is behind the journal does not take the account back: the spend is dated after what is written", () => {
    given(pack, "2026-03-01", february, takes(1, "2026-02-03T10:00Z", "first"))
      .when(takes(1, "2026-02-02", "second"))
      .emits({ at: "2026-02-03T10:00Z", occurredAt: "2026-02-03T10:00Z" });
  });
});

describe("free services", () => {
  test.each(["background-removal", "upscale", "local-edit"])(
    "[O4] %s succeeds at balance 0 and writes nothing",
    (service) => {
      given().when(uses(service, "2026-02-03")).isFree();
      given(february, takes(500, "2026-02-02"))
        .when(uses(service, "2026-02-03", { quantity: 40 }))
        .isFree();
    },
  );
});

describe("a refusal tells what would help", () => {
  test.each([
    ["a little", 510, 10, 1, 1],
    ["as much as a pack", 1_500, 1_000, 1, 1],
    ["one more than a pack", 1_501, 1_001, 2, 1],
    ["more than the largest pack", 6_000, 5_500, 6, 2],
  ])(
    "[O12] %s is missing: %i are needed, %i are missing, and these packs would cover it",
    (_, needed, short, small, large) => {
      given(february)
        .when(takes(needed, "2026-02-03"))
        .refuses({
          needed,
          short,
          packs: [
            { pack: "pack_1000", credits: 1_000 * small, quantity: small, price: 19_00 * small, currency: "EUR" },
            { pack: "pack_5000", credits: 5_000 * large, quantity: large, price: 79_00 * large, currency: "EUR" },
          ],
        });
    },
  );

  test("[O12] when the next allowance comes, how large it is and of which plan", () => {
    given(month("2026-01-31", "2026-02-28", { plan: "pro", quantity: 2 }))
      .when(takes(4_001, "2026-02-03"))
      .refuses({ nextRenewal: { at: "2026-02-28", credits: 4_000, plan: "pro" } });
  });

  test("[O12] inside a paid year it comes at the next anchor", () => {
    given(year("2026-01-31", "2027-01-31"))
      .when(takes(501, "2026-03-02"))
      .refuses({ nextRenewal: { at: "2026-03-31", credits: 500, plan: "creator" } });
  });

  test("[O12] without a plan none comes, and the packs are the way", () => {
    given(pack)
      .when(takes(1_001, "2026-02-03"))
      .refuses({ short: 1, nextRenewal: null, packs: [{ pack: "pack_1000" }, { pack: "pack_5000" }] });
  });
});

describe("spends that meet", () => {
  test("[X9] two that were decided on the same account can't both be appended; decided again, the second is refused", () => {
    const { account } = play(omnia, [february]);
    const [mine, yours] = [takes(300, "2026-02-03", "mine"), takes(300, "2026-02-03", "yours")];
    const [first, second] = [mine, yours].map((command) => decide(omnia, account, command));
    if (first?.decision !== "accepted" || second?.decision !== "accepted") throw new Error("each alone is accepted");
    const after = evolveChecked(account, [first.entry]);
    expect(() => evolveChecked(after, [second.entry])).toThrow(InvariantBroken);
    expect(decide(omnia, after, yours)).toMatchObject({ decision: "rejected", rejection: { short: 100 } });
  });

  test("[X9] the same request is remembered under its key, and takes nothing again", () => {
    const request = takes(300, "2026-02-03", "r-3");
    given(february, request)
      .when({ ...request, now: request.now + 60_000 })
      .emits();
  });

  test("[X9] a caller's key can't be taken for one of ours", () => {
    given(february)
      .when(takes(1, "2026-02-03", "cs_1"))
      .emits({ key: "req/cs_1" });
    given(february, takes(1, "2026-02-03", "cs_1"))
      .when(bought("pack_1000", "2026-02-04"))
      .emits({ key: "buy/cs_1" });
  });
});

describe("credits that have ended pay nothing", () => {
  test("[N2] a millisecond before the end they do, at the end they don't", () => {
    given(february)
      .when(takes(500, "2026-03-03T23:59:59.999Z"))
      .emits({ movements: [spent(500)] });
    given(february).when(takes(1, "2026-03-04")).refuses({ available: 0, short: 1, nextRenewal: null });
  });
});
