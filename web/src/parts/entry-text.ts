import type { Entry } from "@passbook/client";
import type { Locale } from "../whole-locale.ts";

/** Why credits came or went, in the reader's words; a reason that somebody has written stays as it is. */
export function entryText({ type, reason, ref }: Entry, { texts, formats, named }: Locale): string {
  const { entries, reasons } = texts;
  const { service, startsAt, quantity, plan, addOn } = ref;
  const known = reasons[reason];
  if (known !== undefined) {
    if (plan !== undefined) return entries.ofPlan(known, named(plan));
    if (addOn !== undefined) return entries.ofPlan(known, named(addOn));
    return service === undefined ? known : entries.undone(known, named(service));
  }
  if (service === undefined) return reason;
  const what = quantity && quantity > 1 ? entries.times(named(service), formats.number(quantity)) : named(service);
  switch (type) {
    case "held":
      return entries.held(what);
    case "captured":
      return entries.captured(what);
    case "released":
      return entries.released(what);
    default:
      return startsAt === undefined ? what : entries.booked(what, formats.dateTime(startsAt));
  }
}

/** Kind by kind and source by source, where more than one thing happened, or an earlier line was wrong. */
export function movementsText({ type, movements }: Entry, { texts, formats }: Locale): string {
  const sums = new Map<string, Moved>();
  const isCarried = movements.some((movement) => movement.type === "rolled-over");
  for (const { type: kind, source, credits, captured } of movements) {
    // What rolls over is told where it comes from, and not again where it arrives.
    if (isCarried && kind === "granted" && source === "rollover") continue;
    const key = `${kind} ${source}`;
    const before = sums.get(key)?.credits ?? 0;
    sums.set(key, { kind, source, credits: before + (captured ?? Math.abs(credits)) });
  }
  if (sums.size < 2 && type !== "corrected") return "";
  const words = [...sums.values()].map(({ kind, source, credits }) =>
    texts.moved(formats.number(credits), texts.movements[kind], texts.sources[source]),
  );
  return words.join(", ");
}

type Movement = Entry["movements"][number];

interface Moved extends Pick<Movement, "source" | "credits"> {
  readonly kind: Movement["type"];
}
