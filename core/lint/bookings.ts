import type { Bookings, CancellationWindow, Policy } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** How services are booked: by rules that are there, that something uses, and that a booking can meet. */
export function lintBookings({ services, bookings }: Policy): Finding[] {
  const booked = Object.keys(services).filter((name) => services[name]?.booking);
  if (!bookings)
    return booked.flatMap((name) => found(true, "bookings_missing", `services.${name}.booking`, "It is booked"));
  return [
    ...found(booked.length === 0, "bookings_unused", "bookings", "It is declared"),
    ...lintLimits(bookings),
    ...bookings.cancelled.flatMap((window, index, all) => lintWindow(window, index, all)),
  ];
}

function lintLimits({ openAtOnce, lengths }: Bookings): Finding[] {
  const isLength = (length: number, index: number) => isWhole(length, 1) && lengths.indexOf(length) === index;
  const areLengths = lengths.includes(1) && lengths.every(isLength);
  return [
    ...found(!isWhole(openAtOnce, 1), "none_open", "bookings.openAtOnce", `It is ${openAtOnce}`),
    ...found(!areLengths, "lengths_without_one", "bookings.lengths", `They are ${JSON.stringify(lengths)}`),
  ];
}

/** What is early enough for a window is early enough for all of shorter notice: one of them that gives as much hides it. */
function lintWindow(
  { percent, moreThan }: CancellationWindow,
  index: number,
  all: readonly CancellationWindow[],
): Finding[] {
  const where = `bookings.cancelled.${index}`;
  const isHidden = all.some((other, at) => {
    const isTwin = other.moreThan === moreThan && other.percent === percent;
    return isTwin ? at < index : other.moreThan <= moreThan && other.percent >= percent;
  });
  return [
    ...found(!isWhole(percent, 0) || percent > 100, "share_not_percent", `${where}.percent`, `It is ${percent}`),
    ...found(!isWhole(moreThan, 0), "notice_not_whole", `${where}.moreThan`, `It is ${moreThan}`),
    ...found(isHidden, "window_hidden", where, `It gives ${percent} percent`),
  ];
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
