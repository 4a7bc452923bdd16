import type { StatementQuery } from "@passbook/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { statementKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";

export type StatementFilters = Omit<StatementQuery, "before">;

/** The statement, newest first, as many pages as somebody wants; `entries` of all pages, and `csv` of everything. */
export function useStatement(filters: StatementFilters = {}) {
  const { account } = usePassbook();
  const query = useInfiniteQuery({
    queryKey: statementKey(account.id, filters),
    queryFn: ({ pageParam, signal }) => account.statementPage({ ...filters, before: pageParam }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  const { data } = query;
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  const { limit: _, ...chosen } = filters;

  /** The pages that are there may be asked for anew at the same time, after a payment say: that takes the place of the next one. */
  const fetchNextPage = async () => {
    const shown = data?.pages.length ?? 0;
    const ask = () => query.fetchNextPage({ cancelRefetch: false });
    let result = await ask();
    while (result.isSuccess && result.hasNextPage && result.data.pages.length <= shown) result = await ask();
    return result;
  };
  return { ...query, fetchNextPage, entries, csv: () => account.statementCsv(chosen) };
}
