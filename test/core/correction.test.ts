import type { Entry, Movement } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { correction, difference } from "../../core/correction.ts";

// Two playings of a journal's end, with a fact and without it, and what the journal has to say to get from one to the other.

const plan = { lot: 1, source: "plan", birth: 10, end: 90 } as const;
const carried = { lot: 1, source: "rollover", birth: 50, end: null, origin: 1 } as const;
const [name, carriedName] = [plan, carried].map(({ lot, source }) => ({ lot, source })) as [Name, Name];
type Name = Pick<Movement, "lot" | "source">;

/** What facts or time did. */
const decided = (...movements: Movement[]) => entry("due", movements);
/** What somebody did. */
const done = (...movements: Movement[]) => entry("req", movements);
function entry(kind: Entry["key"]["kind"], movements: Movement[], rest: Partial<Entry> = {}): Entry {
  return { key: { kind, id: "1" }, movements, ...rest } as Entry;
}

const granted = (credits: number, terms: object = plan) => ({ type: "granted", ...terms, credits }) as Movement;
const takes = (type: Movement["type"], credits: number, of: object = name) => ({ type, ...of, credits }) as Movement;
const spent = (credits: number, terms: object = plan) =>
  ({ type: "spent", ...terms, granted: 500, credits }) as Movement;
const restored = (credits: number, undoes?: string, terms: object = plan) =>
  ({ type: "restored", ...terms, granted: 500, credits, ...(undoes && { undoes }) }) as Movement;

const month = decided(granted(500));

/** All of `kept` was decided before people last did something; `since` after that; the playings are of what is reopened. */
const corrects = (kept: Entry[], { including = [] as Entry[], without = [] as Entry[], since = [] as Entry[] } = {}) =>
  since.length === 0
    ? correction({ before: kept, including, without })
    : difference([...kept, ...since], [...kept, decided(...correction({ before: kept, including, without }))]);

describe("the difference that a late fact makes", () => {
  test("[X2] is none where both playings are the same", () => {
    const end = decided(takes("expired", 500));
    expect(corrects([month, end], { including: [end], without: [end] })).toEqual([]);
    expect(corrects([month], { since: [end], including: [end] })).toEqual([]);
  });

  test.each(["expired", "forfeited", "clawed-back", "frozen", "rolled-over"] as const)("[X2] is what is %s", (type) => {
    const end = decided(takes(type, 300));
    expect(corrects([month], { including: [end] })).toEqual([takes(type, 300)]);
    expect(corrects([month, end], { including: [decided(takes(type, 310))], without: [end] })).toEqual([
      takes(type, 10),
    ]);
  });

  test.each(["expired", "forfeited", "clawed-back", "rolled-over"] as const)("[X2] is what is not %s", (type) => {
    const end = decided(takes(type, 300));
    expect(corrects([month, end], { without: [end] })).toEqual([restored(300, type)]);
    expect(corrects([month], { since: [end] })).toEqual([restored(300, type)]);
  });

  test("[X2] [X5] is what is not frozen, and what pays no debt", () => {
    const freeze = decided(takes("frozen", 300));
    expect(corrects([month, freeze], { without: [freeze] })).toEqual([takes("thawed", 300)]);
    const pays = decided(spent(300));
    expect(corrects([month], { including: [pays] })).toEqual([spent(300)]);
    expect(corrects([month, pays], { without: [pays] })).toEqual([restored(300)]);
  });

  test("[X2] is what is granted, as the playing says it, and what is granted no more", () => {
    const more = { ...plan, lot: 2, origin: 1, ages: { subscription: "sub_1", cycle: 3 } };
    expect(corrects([month], { including: [decided(granted(70, more))] })).toEqual([granted(70, more)]);
    expect(corrects([month], { without: [month] })).toEqual([takes("withdrawn", 500)]);
    expect(corrects([month], { without: [month], including: [decided(granted(400))] })).toEqual([
      takes("withdrawn", 100),
    ]);
  });

  test("[X2] is less what an earlier correction has undone already", () => {
    const end = decided(takes("expired", 300));
    const back = decided(restored(300, "expired"));
    expect(corrects([month, end, back], { without: [end], including: [end] })).toEqual([]);
    expect(corrects([month, end], { since: [back], without: [end] })).toEqual([]);
    const [freeze, thaw] = [decided(takes("frozen", 300)), decided(takes("thawed", 300))];
    expect(corrects([month, freeze], { since: [thaw], without: [freeze] })).toEqual([]);
    const gone = decided(takes("withdrawn", 500));
    expect(corrects([month], { since: [gone], without: [month] })).toEqual([]);
    const [pays, paysNot] = [decided(spent(300)), decided(restored(300))];
    expect(corrects([month, pays], { since: [paysNot], without: [pays] })).toEqual([]);
  });

  test("[X2] brings back first, then grants, then takes, and what goes for good is last", () => {
    const [a, b, c] = [2, 3, 4].map((lot) => ({ ...plan, lot })) as [Terms, Terms, Terms];
    const nameOf = ({ lot, source }: Terms) => ({ lot, source });
    const end = decided(takes("expired", 500));
    const kept = [month, end, decided(granted(500, a)), decided(granted(500, b))];
    const takesOf = decided(takes("expired", 1, nameOf(a)), granted(5, c));
    expect(corrects(kept, { without: [end, decided(granted(500, b))], including: [takesOf] })).toEqual([
      restored(500, "expired"),
      granted(5, c),
      takes("expired", 1, nameOf(a)),
      takes("withdrawn", 500, nameOf(b)),
    ]);
  });
});

type Terms = typeof plan & { readonly lot: number };

describe("what people did stands", () => {
  const end = decided(takes("expired", 500));

  test("[X2] what they have taken can't be taken again: what is asked for first gives way first", () => {
    expect(corrects([month, done(spent(100))], { including: [end] })).toEqual([takes("expired", 400)]);
    const both = decided(takes("expired", 300), takes("forfeited", 200));
    expect(corrects([month, done(spent(100))], { including: [both] })).toEqual([
      takes("expired", 200),
      takes("forfeited", 200),
    ]);
    expect(corrects([month, done(spent(400))], { including: [both] })).toEqual([takes("forfeited", 100)]);
  });

  test("[X2] [X9] nor can what they hold; what time has released, or what came back, can", () => {
    const hold = done(takes("held", 100));
    expect(corrects([month, hold], { including: [end] })).toEqual([takes("expired", 400)]);
    expect(corrects([month, hold, decided(takes("released", 100))], { including: [end] })).toEqual([
      takes("expired", 500),
    ]);
    expect(corrects([month, done(spent(100)), done(restored(30))], { including: [end] })).toEqual([
      takes("expired", 430),
    ]);
  });

  test("[X2] what an earlier correction has brought back is not theirs", () => {
    const [back, freeze, thaw] = [restored(500, "expired"), takes("frozen", 500), takes("thawed", 500)];
    expect(corrects([month, end, decided(back), done(spent(400))], { including: [end] })).toEqual([
      takes("expired", 100),
    ]);
    const thawn = [month, decided(freeze), decided(thaw), done(spent(400))];
    expect(corrects(thawn, { including: [decided(freeze)] })).toEqual([takes("frozen", 100)]);
  });

  test("[X2] what was spent stays spent, also of a lot that should have been smaller", () => {
    expect(corrects([month, done(spent(300))], { without: [month] })).toEqual([takes("withdrawn", 200)]);
    expect(corrects([month, done(spent(500))], { without: [month] })).toEqual([]);
  });

  test("[X2] [X5] what of a gift of theirs has paid a debt is not theirs: it is weighed again", () => {
    const gift = { ...plan, lot: 2, source: "adjustment" } as const;
    const given = entry("req", [granted(100, gift), spent(40, gift)], { debt: 0 });
    expect(
      corrects([month, given], { including: [decided(spent(40, gift))], without: [decided(spent(40, gift))] }),
    ).toEqual([]);
    expect(corrects([month, given], { without: [decided(spent(40, gift))] })).toEqual([
      { type: "restored", ...gift, granted: 500, credits: 40 },
    ]);
  });

  test("[M8] [X2] no more is carried over than has left the lot that it comes from", () => {
    const turnover = decided(takes("rolled-over", 500), granted(500, carried));
    expect(corrects([month], { including: [turnover] })).toEqual([granted(500, carried), takes("rolled-over", 500)]);
    expect(corrects([month, done(spent(120))], { including: [turnover] })).toEqual([
      granted(380, carried),
      takes("rolled-over", 380),
    ]);
    expect(corrects([month, turnover], { without: [turnover] })).toEqual([
      restored(500, "rolled-over"),
      takes("withdrawn", 500, carriedName),
    ]);
  });
});
