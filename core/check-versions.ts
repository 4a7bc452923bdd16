import type { Instant } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import { hasBegun, versionsOf } from "./versions.ts";

/** How a history of versions can fail to be append-only: a closed set. The sentence says what would come of it. */
const BREACHES = {
  version_removed: "What became due while it was in force, and nobody has looked at yet, would go by other rules.",
  version_changed: "What became due while it was in force, and nobody has looked at yet, would go by other rules.",
  version_backdated: "It would be in force from an instant that is over: what was decided since then would be wrong.",
} as const satisfies Record<string, string>;

/** One thing that a deployment would do to what has been decided already. */
export interface Breach {
  readonly code: keyof typeof BREACHES;
  readonly version: string;
  /** What has become of it, and why it must not. */
  readonly says: string;
}

/**
 * What makes a policy's versions no append-only continuation of the ones that are deployed; empty: it may be deployed. A version
 * that has not begun yet may still be changed or dropped, and one that is new begins after `now`. What is said of readings
 * is for readers, and free.
 * @param deployed the policy as it is in force, with the versions before it.
 */
export function checkVersions(deployed: Policy, policy: Policy, now: Instant): Breach[] {
  const [known, wanted] = [versionsOf(deployed), versionsOf(policy)];
  const kept = known.filter(hasBegun(now)).flatMap((version) => {
    const same = wanted.find((other) => other.version === version.version);
    if (!same) return breach("version_removed", version, "is gone");
    const parts = changedParts(version, same);
    return parts.length > 0 ? breach("version_changed", version, `differs in ${parts.join(", ")}`) : [];
  });
  const added = wanted.filter(({ version }) => known.every((other) => other.version !== version));
  return [...kept, ...added.filter(hasBegun(now)).flatMap((version) => breach("version_backdated", version, "is new"))];
}

/** The order of names counts: of several cohorts the first that is named decides. */
function changedParts(a: Policy, b: Policy): string[] {
  const [rules, others] = [rulesOf(a), rulesOf(b)];
  const parts = new Set([...Object.keys(rules), ...Object.keys(others)]);
  return [...parts].filter((part) => JSON.stringify(rules[part]) !== JSON.stringify(others[part])).toSorted();
}

function rulesOf(policy: Policy): Readonly<Record<string, unknown>> {
  return { ...policy, earlier: undefined, readings: undefined };
}

function breach(code: Breach["code"], { version }: Policy, what: string): Breach[] {
  return [{ code, version, says: `The version of ${version} ${what}. ${BREACHES[code]}` }];
}
