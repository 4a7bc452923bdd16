import type { Account } from "@passbook/client";
import { useState } from "react";
import { useStatement } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { CsvButton } from "./csv-button.tsx";
import { Problem } from "./problem.tsx";
import { type Kind, kindOf, StatementFilters } from "./statement-filters.tsx";
import { StatementTable } from "./statement-table.tsx";

const PAGE = 20;

/** Every movement with its reason, newest first (M15): by kind and member, as far back as somebody reads, and as a file. */
export function Statement({ account: { members } }: { readonly account: Pick<Account, "members"> }) {
  const { texts } = useLocale();
  const words = texts.statement;
  const [kind, setKind] = useState<Kind>("all");
  const [member, setMember] = useState("");
  const filters = { ...kindOf(kind), ...(member && { member }), limit: PAGE };
  const statement = useStatement(filters);
  const { entries, hasNextPage, isFetchingNextPage, isPending } = statement;
  return (
    <div className="pb-stack">
      <div className="pb-toolbar">
        <StatementFilters {...{ kind, member, members }} onKind={setKind} onMember={setMember} />
        <CsvButton csv={statement.csv} />
      </div>
      <Problem error={statement.error} />
      {isPending && <p className="pb-muted">{texts.loading}</p>}
      {entries.length > 0 && <StatementTable entries={entries} />}
      {!isPending && entries.length === 0 && (
        <p className="pb-muted">{kind === "all" && member === "" ? words.empty : words.emptyFilter}</p>
      )}
      {hasNextPage && (
        <Button className="pb-center" isBusy={isFetchingNextPage} onClick={() => void statement.fetchNextPage()}>
          {words.older}
        </Button>
      )}
    </div>
  );
}
