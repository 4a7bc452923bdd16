import { HOUR } from "./calendar.ts";
import type { Bookings, CancellationWindow, Policy } from "./policy.ts";

/** What can be booked and what a cancelled booking gives back, as sentences; and what becomes of credits that come back late. */
export function explainBookings({ services, bookings, recredit }: Policy): string[] {
  const booked = Object.keys(services).filter((name) => services[name]?.booking);
  const late = recredit?.recredit === "lost" ? "are lost" : "stay until the current cycle ends";
  return [
    ...(bookings && booked.length > 0 ? [`Booked ahead are: ${booked.join(", ")}.`, ...explainRules(bookings)] : []),
    `Credits that come back after their own time is over ${late}.`,
  ];
}

function explainRules({ openAtOnce, lengths, cancelled }: Bookings): string[] {
  const longer = lengths.filter((length) => length !== 1);
  return [
    `At most ${openAtOnce} bookings may be ahead at any one time.`,
    ...(longer.length > 0
      ? [`A booking can be ${longer.join(" or ")} times as long, and costs as many times the credits.`]
      : []),
    ...cancelled.toSorted((a, b) => b.moreThan - a.moreThan).map(explainWindow),
    "Cancelled later than that, or after its start, it gives nothing back.",
  ];
}

function explainWindow({ percent, moreThan }: CancellationWindow): string {
  const share = percent === 100 ? "all" : `${percent} percent`;
  const notice = `more than ${moreThan / HOUR} hours`;
  return `A booking that is cancelled ${notice} before its start gives back ${share} of what it cost.`;
}
