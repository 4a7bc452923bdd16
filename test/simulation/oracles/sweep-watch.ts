import { unmarshall } from "@aws-sdk/util-dynamodb";
import { BEFORE_ALL, type Instant, type Policy, settle, warningsDue } from "@passbook/core";
import { expiringEvent } from "../../../functions/events/expiring.ts";
import { type Head, headFromItem } from "../../../functions/ledger/items.ts";
import type { ModelConnection, WireRequest } from "../dynamodb/connection.ts";
import type { ModelEngine } from "../dynamodb/engine.ts";
import type { TransactWriteItems } from "../dynamodb/requests.ts";
import type { Violation } from "./violation.ts";

interface Watched {
  readonly policy: Policy;
  readonly engine: Pick<ModelEngine, "items">;
  readonly connection: Pick<ModelConnection, "handle">;
  readonly now: () => Instant;
  /** The ids of all that is on the bus. */
  readonly told: () => ReadonlySet<string>;
  readonly report: (violation: Violation) => void;
}

/** Stands between the sweep and the table: it may write what time has done, where it has done something, and nothing else. */
export class SweepWatch {
  readonly #outside: Watched;

  constructor(outside: Watched) {
    this.#outside = outside;
  }

  handle(request: WireRequest): ReturnType<ModelConnection["handle"]> {
    if (request.headers["x-amz-target"]?.endsWith("TransactWriteItems") === true) this.#look(request);
    return this.#outside.connection.handle(request);
  }

  #look({ body }: WireRequest): void {
    const { engine, policy, now, report } = this.#outside;
    const text = typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
    const items = (JSON.parse(text) as TransactWriteItems).TransactItems.map(({ Put }) =>
      unmarshall(Put.Item as Parameters<typeof unmarshall>[0]),
    );
    const written = items.find(({ pk }) => String(pk).startsWith("A#"));
    const stored = engine.items.get(String(written?.["pk"]));
    if (!written || !stored) return report({ oracle: "T", what: "the sweep writes what is no account" });
    const [before, after] = [
      headFromItem(unmarshall(stored as Parameters<typeof unmarshall>[0])),
      headFromItem(written),
    ];
    // Somebody else was there before, and it will be refused.
    if (after.version !== before.version + 1) return undefined;
    const entries = items.filter((item) => item !== written).map(({ pk }) => String(pk));
    for (const pk of entries.filter((key) => !/^E#[^#]+#due#/.test(key)))
      report({ oracle: "T", what: `the sweep writes ${pk}, which is not time's doing` });
    const isDue = entries.length > 0 || before.due?.at !== after.due?.at || before.due?.shard !== after.due?.shard;
    if (!isDue) report({ oracle: "T", what: `the sweep writes ${after.account.id} where nothing is due` });
    for (const warning of newlyRemembered(policy, before, after, now()))
      if (!this.#outside.told().has(expiringEvent(after.account.id, warning).id))
        report({
          oracle: "E",
          what: `${after.account.id} is remembered to be warned of ${warning.endsAt}, and is not`,
        });
  }
}

/** What the head says that was told, and the one before did not. */
function newlyRemembered(policy: Policy, before: Head, after: Head, now: Instant) {
  if (after.warnedUntil === undefined || after.warnedUntil === before.warnedUntil) return [];
  const { account } = settle(policy, before.account, Math.max(Math.min(after.warnedUntil, now), before.account.at));
  return warningsDue(policy, account, before.warnedUntil ?? BEFORE_ALL, after.warnedUntil);
}
