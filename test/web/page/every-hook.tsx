import { PassbookError } from "@passbook/client";
import {
  useAccount,
  useBalance,
  useBalancesAt,
  useBooking,
  useCancel,
  useCatalog,
  useCheckout,
  useConfirmation,
  useHold,
  usePlanChange,
  usePortal,
  useQuote,
  useResume,
  useSpend,
  useStatement,
} from "@passbook/web/hooks";
import { type ReactNode, useState } from "react";

/** Everything that the hooks say, as text, and a button for everything that they do. */
export function EveryHook() {
  return (
    <main>
      <Standing />
      <Spending />
      <Holding />
      <Booking />
      <Statement />
      <Subscription />
    </main>
  );
}

function Said({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <output aria-label={name}>{children}</output>;
}

interface Doing {
  readonly name: string;
  /** What it needs first: as long as this has not arrived, nobody can press it. */
  readonly needs?: string | undefined;
  readonly onClick: () => void;
}

function Do({ name, onClick, ...rest }: Doing) {
  return (
    <button type="button" disabled={"needs" in rest && rest.needs === undefined} onClick={onClick}>
      {name}
    </button>
  );
}

function codeOf(error: Error | null): string {
  return PassbookError.is(error) ? error.code : String(error);
}

function Standing() {
  const account = useAccount();
  const balance = useBalance();
  const catalog = useCatalog();
  const confirmation = useConfirmation();
  const [ahead] = useBalancesAt([new Date(Date.parse(account.data?.asOf ?? "2026-01-01") + 86_400_000).toISOString()]);
  return (
    <>
      <Said name="plan">{account.data?.plan ?? "none"}</Said>
      <Said name="status">{account.data?.status}</Said>
      <Said name="account balance">{account.data?.balance}</Said>
      <Said name="balance">{balance.data?.balance}</Said>
      <Said name="tomorrow">{ahead?.data?.balance}</Said>
      <Said name="confirmation">{confirmation ?? "none"}</Said>
      <Said name="policy">{catalog.data?.policy}</Said>
    </>
  );
}

function Spending() {
  const [quantity, choose] = useState<number | null>(null);
  const quote = useQuote(
    quantity === null ? null : { service: "session", startsAt: "2026-02-20T10:00:00Z", options: { length: quantity } },
    {
      settleMs: 1,
    },
  );
  const spend = useSpend();
  const pays = (wanted: Parameters<typeof spend.mutate>[0]) => () => spend.mutate(wanted);
  return (
    <>
      <Do name="Ask for 1" onClick={() => choose(1)} />
      <Do name="Ask for 2" onClick={() => choose(2)} />
      <Said name="price">{quote.data?.credits}</Said>
      <Do name="Pay the quote" needs={quote.data?.quote} onClick={pays({ quote: quote.data?.quote ?? "" })} />
      <Do name="Pay for one" onClick={pays({ service: "session", startsAt: "2026-03-01T10:00:00Z" })} />
      <Said name="spend">{spend.error ? codeOf(spend.error) : spend.status}</Said>
    </>
  );
}

function Holding() {
  const { place, capture, release } = useHold();
  const placed = place.data?.hold.id;
  const hold = placed ?? "";
  return (
    <>
      <Do name="Hold" onClick={() => place.mutate({ service: "image" })} />
      <Do name="Capture" needs={placed} onClick={() => capture.mutate({ hold })} />
      <Do name="Release" needs={placed} onClick={() => release.mutate(hold)} />
      <Said name="hold">{[place.status, capture.status, release.status].join(" ")}</Said>
    </>
  );
}

function Booking() {
  const { book, cancel } = useBooking();
  const booking = book.data?.spend.id;
  return (
    <>
      <Do name="Book" onClick={() => book.mutate({ service: "session", startsAt: "2026-02-10T10:00:00Z" })} />
      <Do name="Cancel the booking" needs={booking} onClick={() => cancel.mutate(booking ?? "")} />
      <Said name="booking">{[book.status, cancel.data?.reason ?? cancel.status].join(" ")}</Said>
    </>
  );
}

function Statement() {
  const statement = useStatement({ limit: 1 });
  const [lines, count] = useState<number>();
  return (
    <>
      <Said name="entries">{statement.entries.length}</Said>
      <Said name="newest">{statement.entries[0]?.type}</Said>
      <Do name="More" onClick={() => void statement.fetchNextPage()} />
      <Do
        name="CSV"
        onClick={() => void statement.csv().then(({ text }) => count(text.trimEnd().split("\r\n").length))}
      />
      <Said name="csv lines">{lines}</Said>
    </>
  );
}

function Subscription() {
  const [wanted, choose] = useState<{ plan: string; interval: "month" } | null>(null);
  const [end, ask] = useState<{ when: "period_end" } | null>(null);
  const checkout = useCheckout();
  const portal = usePortal();
  const change = usePlanChange(wanted);
  const cancel = useCancel(end);
  const resume = useResume();
  const page = checkout.data && "url" in checkout.data ? checkout.data.url : checkout.data?.effectiveAt;
  return (
    <>
      <Do name="Subscribe" onClick={() => checkout.mutate({ plan: "studio-5", interval: "month" })} />
      <Do name="Buy a pack" onClick={() => checkout.mutate({ pack: "pack_5" })} />
      <Do name="Take the add-on" onClick={() => checkout.mutate({ addOn: "extra" })} />
      <Said name="checkout">{checkout.error ? codeOf(checkout.error) : page}</Said>
      <Do name="Manage payments" onClick={() => portal.mutate()} />
      <Said name="portal">{portal.error ? codeOf(portal.error) : portal.data?.url}</Said>
      <Do name="Choose Studio 50" onClick={() => choose({ plan: "studio-50", interval: "month" })} />
      <Said name="preview">{change.preview.error ? codeOf(change.preview.error) : change.preview.data?.direction}</Said>
      <Do name="Confirm" onClick={() => wanted && change.confirm.mutate(wanted)} />
      <Said name="change">{change.confirm.error ? codeOf(change.confirm.error) : change.confirm.status}</Said>
      <Do name="Think of leaving" onClick={() => ask({ when: "period_end" })} />
      <Said name="loses">{cancel.preview.data?.loses.join(" ")}</Said>
      <Do name="Leave" onClick={() => end && cancel.confirm.mutate(end)} />
      <Do name="Stay" onClick={() => resume.mutate()} />
      <Said name="resumed">{resume.status}</Said>
    </>
  );
}
