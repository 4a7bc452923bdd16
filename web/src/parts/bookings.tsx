import type { Account } from "@passbook/client";
import { useState } from "react";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { CancelBookingDialog } from "./on-demand.tsx";

export type Booking = Account["bookings"][number];

/** What is booked and has not started, with what a cancellation would give back (M6). */
export function Bookings({ account: { bookings, may } }: { readonly account: Pick<Account, "bookings" | "may"> }) {
  const { texts, formats, credits, named } = useLocale();
  const words = texts.bookings;
  const [chosen, choose] = useState<Booking | null>(null);
  if (bookings.length === 0) return <p className="pb-muted">{words.empty}</p>;
  return (
    <>
      <ul className="pb-rows">
        {bookings
          .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
          .map((booking) => {
            const { entry, id, service = "", startsAt, options, credits: cost, givesBack } = booking;
            const length = options?.length ?? 1;
            const name = named(service);
            return (
              <li key={entry}>
                <span>
                  <b>{name}</b> {length > 1 && <small className="pb-inline">{texts.services.lengths(length)}</small>}
                  <small>
                    <time dateTime={startsAt}>{formats.dateTime(startsAt)}</time>
                    {givesBack &&
                      ` · ${
                        givesBack.until === null
                          ? words.noReturn
                          : words.returns(credits(givesBack.credits), formats.dateTime(givesBack.until))
                      }`}
                  </small>
                </span>
                <span className="pb-end">{cost !== undefined && credits(cost)}</span>
                {may.spend && id !== null && (
                  <Button
                    aria-label={words.cancelNamed(name, formats.dateTime(startsAt))}
                    onClick={() => choose(booking)}
                  >
                    {words.cancel}
                  </Button>
                )}
              </li>
            );
          })}
      </ul>
      {chosen && <CancelBookingDialog booking={chosen} onClose={() => choose(null)} />}
    </>
  );
}
