import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { lifetimeEnd } from "./lifetime.ts";
import type { Granted } from "./movement.ts";
import { named, type Pack, type Policy, policyVersion } from "./policy.ts";
import { suspension } from "./subscription.ts";
import { versionsOf } from "./versions.ts";

/** Money for a pack has arrived: a paid Checkout Session in payment mode. */
export interface GrantPack {
  readonly type: "GrantPack";
  readonly now: Instant;
  readonly paidAt: Instant;
  readonly pack: string;
  readonly quantity: number;
  readonly session: string;
}

/** Grants a bought pack, once per session, whether the session's first or a later event told that it was paid (O6). */
export function grantPack(policy: Policy, account: Account, command: GrantPack): Entry {
  const { pack, quantity, session, paidAt, now } = command;
  const { credits, lasts } = packNamed(policy, pack);
  const granted: Granted = {
    type: "granted",
    lot: account.seq + 1,
    source: "top-up",
    credits: credits * quantity,
    birth: paidAt,
    end: lifetimeEnd(lasts, paidAt),
  };
  return nextEntry(account, {
    now,
    key: packKey(command),
    occurredAt: paidAt,
    type: "purchased",
    reason: "purchase",
    ref: { pack, quantity, session },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    ...suspension(policy, account),
    movements: [granted],
  });
}

export function packKey({ session }: GrantPack): EntryKey {
  return { kind: "buy", id: session };
}

/**
 * What was sold before a version that does not sell it any more may be paid for after its day: it is what it was.
 * @throws {RangeError} neither the policy nor a version before it has such a pack.
 */
export function packNamed(policy: Policy, name: string): Pack {
  const { packs } = versionsOf(policy).find((version) => Object.hasOwn(version.packs, name)) ?? policy;
  return named(policy, "pack", packs, name);
}
