import type { Account } from "@passbook/client";
import { useFirstLocale } from "../locale-provider.tsx";
import { LiveBalance } from "./live-balance.tsx";
import { presentIn, type Source } from "./sources.ts";

export interface BalanceMeterProps {
  readonly account: Pick<Account, "balance" | "bySource" | "lots" | "held" | "frozen" | "debt" | "cap" | "budget">;
}

/** What can be spent, by where it came from, and what is there and can't be (N4). */
export function BalanceMeter({ account }: BalanceMeterProps) {
  const { texts, formats, credits } = useFirstLocale();
  const { balance, bySource, held, frozen, debt, cap, budget } = account;
  const words = texts.balance;
  return (
    <div className="pb-balance">
      <p className="pb-figure">
        <strong>{formats.number(balance)}</strong> <span>{words.available(balance)}</span>
      </p>
      <LiveBalance balance={balance} />
      <Bar account={account} />
      <ul className="pb-legend" aria-label={words.bySource}>
        {presentIn(bySource).map(([source, count]) => (
          <li key={source}>
            <span className="pb-swatch" data-source={source} aria-hidden="true" />
            {texts.sources[source]}
            <b>{formats.number(count)}</b>
          </li>
        ))}
        <Aside name={words.held} hint={words.heldHint} count={held} kind="held" />
        <Aside name={words.frozen} hint={words.frozenHint} count={frozen} kind="frozen" />
        <Aside name={words.debt} hint={words.debtHint} count={debt} kind="debt" />
      </ul>
      {cap !== null && <p className="pb-muted">{words.cap(credits(cap))}</p>}
      {budget && <Budget {...budget} />}
    </div>
  );
}

/** Of what all share, what is one's own to spend (O15). */
function Budget({ budget, spent }: NonNullable<Account["budget"]>) {
  const { texts, formats, credits } = useFirstLocale();
  const left = formats.number(Math.max(0, budget - spent));
  return <p className="pb-note">{texts.balance.budget(left, formats.number(spent), credits(budget))}</p>;
}

interface AsideProps {
  readonly name: string;
  readonly hint: string;
  readonly count: number;
  readonly kind: "held" | "frozen" | "debt";
}

/** What the balance does not have in it. */
function Aside({ name, hint, count, kind }: AsideProps) {
  const { formats } = useFirstLocale();
  if (count === 0) return null;
  return (
    <li>
      <span className="pb-swatch" data-kind={kind} aria-hidden="true" />
      {name}
      <b>{formats.number(count)}</b>
      <small>{hint}</small>
    </li>
  );
}

interface Part {
  readonly key: string;
  readonly share: number;
  readonly source?: Source;
}

/** As long as all that was given; what is gone of it is empty. The list below says it in words. */
function Bar({ account: { lots, bySource, held, frozen } }: BalanceMeterProps) {
  const granted = lots.reduce((total, lot) => total + lot.granted, 0);
  const parts: Part[] = presentIn(bySource).map(([source, share]) => ({ key: source, share, source }));
  const aside: Part[] = [
    { key: "held", share: held },
    { key: "frozen", share: frozen },
  ].filter(({ share }) => share > 0);
  const there = [...parts, ...aside].reduce((total, { share }) => total + share, 0);
  const whole = Math.max(granted, there, 1);
  return (
    <div className="pb-bar" aria-hidden="true">
      {[...parts, ...aside].map(({ key, share, source }) => (
        <span key={key} data-source={source} data-kind={source ? undefined : key} style={{ flexGrow: share / whole }} />
      ))}
      <span className="pb-bar-rest" style={{ flexGrow: (whole - there) / whole }} />
    </div>
  );
}
