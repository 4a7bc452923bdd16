import type { Entry, Movement } from "@passbook/client";
import { describe, expect, it } from "vitest";
import { entryText, movementsText } from "../../web/src/parts/entry-text.ts";
import { localeOf } from "../../web/src/whole-locale.ts";

const english = localeOf({ locale: "en-GB" });

const entry = (line: Partial<Entry>): Entry => ({
  id: "req_1",
  seq: 1,
  at: "2026-02-01T12:00:00.000Z",
  occurredAt: "2026-02-01T12:00:00.000Z",
  type: "spent",
  source: "plan",
  credits: -10,
  balance: 90,
  bySource: { plan: 90 },
  reason: "song",
  ref: {},
  by: "ada",
  policy: "neume@2026-01-01",
  movements: [],
  ...line,
});
const moved = (type: Movement["type"], credits: number, source: Movement["source"] = "plan"): Movement => ({
  type,
  lot: `${source}_1`,
  source,
  credits,
});

describe("a line of the statement says in plain words", () => {
  it.each<[string, Partial<Entry>]>([
    ["Renewal, Studio 5", { type: "granted", reason: "renewal", ref: { plan: "studio-5" } }],
    ["Top-up bought", { type: "purchased", reason: "purchase", ref: { pack: "pack_1000" } }],
    ["Stem split × 3", { reason: "stem-split", ref: { service: "stem-split", quantity: 3 } }],
    ["Set aside for Avatar", { type: "held", reason: "avatar", ref: { service: "avatar" } }],
    ["Booking cancelled: Mixing", { type: "re-credited", reason: "booking cancelled", ref: { service: "mixing" } }],
    ["Sorry for the outage", { type: "adjusted", reason: "Sorry for the outage" }],
  ])("[M15] %s", (text, line) => {
    expect(entryText(entry(line), english)).toBe(text);
  });

  it("[M15] when a booking takes place", () => {
    const booked = entry({ reason: "mixing", ref: { service: "mixing", startsAt: "2026-02-20T10:00:00.000Z" } });
    expect(entryText(booked, english)).toMatch(/^Mixing on 20 Feb 2026/);
  });

  it("[M15] names of the host's own", () => {
    const named = localeOf({ texts: { names: { "stem-split": "Stems" } } });
    expect(entryText(entry({ reason: "stem-split", ref: { service: "stem-split" } }), named)).toBe("Stems");
  });
});

describe("what happened in one line of the statement", () => {
  it("[M15] is summed by what happened and where", () => {
    const renewal = entry({
      type: "granted",
      movements: [moved("expired", -30), moved("expired", -5), moved("granted", 500), moved("granted", 4, "add-on")],
    });
    expect(movementsText(renewal, english)).toBe("35 ended (Plan), 500 new (Plan), 4 new (Add-on)");
  });

  it("[M13] [M15] of what rolls over is told once, not as something new", () => {
    const movements = [moved("rolled-over", -10), moved("granted", 10, "rollover"), moved("granted", 10)];
    expect(movementsText(entry({ type: "granted", movements }), english)).toBe("10 rolled over (Plan), 10 new (Plan)");
  });

  it("[M15] is not repeated where the line says it all, unless it corrects another", () => {
    expect(movementsText(entry({ movements: [moved("spent", -10)] }), english)).toBe("");
    expect(movementsText(entry({ type: "corrected", movements: [moved("withdrawn", -50)] }), english)).toBe(
      "50 withdrawn (Plan)",
    );
  });
});
