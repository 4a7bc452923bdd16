import type { Instant } from "@passbook/core";
import { isAccountId } from "../http/request.ts";
import type { Link } from "../stripe/links.ts";
import type { Intake } from "../stripe/take.ts";
import { asEvent, type Reconcilable } from "./as-event.ts";
import { inTens } from "./catch-up.ts";
import { driftOf } from "./compare.ts";
import type { Drift } from "./drift.ts";
import { lists, testClocks } from "./lists.ts";
import { unfounded } from "./unfounded.ts";

/** Where a run stopped for want of time, and the next may go on. */
export interface Cursor {
  readonly list: string;
  /** The last object that was compared; absent: none of this list. */
  readonly after?: string;
}

/** An object and what the journal lacks of it; without one, what the journal has and Stripe does not. */
interface Finding {
  readonly object?: Reconcilable;
  readonly drift: readonly Drift[];
}

interface Survey {
  readonly findings: readonly Finding[];
  readonly compared: number;
  readonly next: Cursor | null;
}

interface Extent {
  readonly since: Instant;
  readonly settledBy?: Instant | undefined;
  readonly from?: Cursor | undefined;
  readonly founded?: Set<string> | undefined;
  readonly until: Instant;
}

/** Goes through Stripe's lists, page by page, and through the journals of the customers that are in them. Writes nothing. */
export async function survey(
  reconciler: Intake,
  { since, settledBy = Number.POSITIVE_INFINITY, from, founded = new Set(), until }: Extent,
  tell: (progress: string) => void,
): Promise<Survey> {
  const { clock, stripe, livemode } = reconciler;
  const clocks = livemode ? [] : await testClocks(stripe);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let compared = 0;
  const look = async (listed: readonly Reconcilable[]) => {
    const objects = listed.filter((object) => (asEvent(object)?.created ?? 0) * 1000 <= settledBy);
    for (const object of objects) if (object.object !== "customer" && asEvent(object)) founded.add(object.id);
    const drift = await inTens(objects, (object) => driftOf(reconciler, object));
    objects.forEach((object, place) => findings.push({ object, drift: drift[place] ?? [] }));
    const accounts = await inTens(objects, (object) => accountOfCustomer(reconciler, object));
    const fresh = [...new Set(accounts)].filter((account) => account !== undefined && !seen.has(account)) as string[];
    for (const account of fresh) seen.add(account);
    const more = await inTens(fresh, (account) => unfounded(reconciler, account, since, founded));
    findings.push(...more.map((own) => ({ drift: own })));
    compared += objects.length;
  };
  // First: by them the accounts' time is told.
  await look(clocks);
  const all = lists(
    stripe,
    since,
    clocks.map(({ id }) => id),
  );
  // The test clock of a list may be gone by now: then it is all of them.
  const start = Math.max(
    0,
    all.findIndex(({ name }) => name === from?.list),
  );
  for (const list of all.slice(start)) {
    let after = list.name === from?.list ? from.after : undefined;
    do {
      if (clock() >= until)
        return { findings: differing(findings), compared, next: { list: list.name, ...(after && { after }) } };
      const page = await list.page(after);
      await look(page.data);
      after = page.next;
      if (after !== undefined) tell(`${compared} objects compared, ${list.name} after ${after}`);
    } while (after !== undefined);
  }
  return { findings: differing(findings), compared, next: null };
}

function differing(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ drift }) => drift.length > 0);
}

/** Customers are where the accounts are found whose journals are read: without a scan of the table. */
async function accountOfCustomer({ table }: Intake, object: Reconcilable): Promise<string | undefined> {
  if (object.object !== "customer") return undefined;
  const link = (await table.readLink(object.id)) as Link | undefined;
  const account = link && "account" in link ? link.account : object.metadata["account"];
  return account !== undefined && isAccountId(account) ? account : undefined;
}
