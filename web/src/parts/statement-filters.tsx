import type { Account, Entry } from "@passbook/client";
import { useId } from "react";
import { useLocale } from "../use-locale.ts";

type EntryType = Entry["type"];

/** What people look for. */
const KINDS = {
  all: [
    "granted",
    "purchased",
    "adjusted",
    "spent",
    "held",
    "captured",
    "released",
    "re-credited",
    "expired",
    "forfeited",
    "clawed-back",
    "frozen",
    "corrected",
  ],
  came: ["granted", "purchased", "adjusted"],
  went: ["spent", "held", "captured"],
  back: ["re-credited", "released"],
  ended: ["expired", "forfeited", "clawed-back", "frozen", "corrected"],
  noted: ["noted"],
} as const satisfies Readonly<Record<string, readonly EntryType[]>>;

export type Kind = keyof typeof KINDS;

/** The types of entries that belong to it. */
export function kindOf(kind: Kind): { readonly type: readonly EntryType[] } {
  return { type: KINDS[kind] };
}

export interface StatementFiltersProps {
  readonly kind: Kind;
  readonly member: string;
  readonly members: Account["members"];
  readonly onKind: (kind: Kind) => void;
  readonly onMember: (member: string) => void;
}

/** Where an account has no members nobody is asked for one. */
export function StatementFilters({ kind, member, members, onKind, onMember }: StatementFiltersProps) {
  const { texts } = useLocale();
  const words = texts.statement;
  const [kindId, memberId] = [useId(), useId()];
  return (
    <div className="pb-filters">
      <label htmlFor={kindId}>{words.show}</label>
      <select id={kindId} value={kind} onChange={({ target }) => onKind(target.value as Kind)}>
        {(Object.keys(KINDS) as Kind[]).map((one) => (
          <option key={one} value={one}>
            {words.kinds[one]}
          </option>
        ))}
      </select>
      {members.length > 0 && (
        <>
          <label htmlFor={memberId}>{words.member}</label>
          <select id={memberId} value={member} onChange={({ target }) => onMember(target.value)}>
            <option value="">{words.everybody}</option>
            {members.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  );
}
