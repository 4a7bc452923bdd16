import { useId } from "react";
import { useFirstLocale } from "../locale-provider.tsx";
import { Payments } from "./payments.tsx";

export interface HeaderProps {
  /** Between which one switches, the own one first. */
  readonly accounts: readonly string[];
  readonly account: string;
  readonly onAccount: (account: string) => void;
  readonly managesPayments: boolean;
}

export function Header({ accounts, account, onAccount, managesPayments }: HeaderProps) {
  const { texts } = useFirstLocale();
  const words = texts.header;
  const id = useId();
  return (
    <header className="pb-header">
      <div className="pb-header-row">
        <h1>{texts.title}</h1>
        <div className="pb-header-tools">
          {accounts.length > 1 && (
            <>
              <label htmlFor={id}>{words.workspace}</label>
              <select id={id} value={account} onChange={({ target }) => onAccount(target.value)}>
                {accounts.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </>
          )}
          {managesPayments && <Payments />}
        </div>
      </div>
    </header>
  );
}
