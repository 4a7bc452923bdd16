import { day, type Instant } from "./calendar.ts";
import type { Policy } from "./policy.ts";

/** The policy and the versions before it, newest first. */
export function versionsOf(policy: Policy): readonly [Policy, ...Policy[]] {
  return [policy, ...(policy.earlier ?? [])];
}

/**
 * The version in force at an instant: the latest that had begun by then; before the first one that one. It knows the versions
 * before it, so that what was paid under one of them can still be asked for, and none that is still to come.
 */
export function policyAt(policy: Policy, at: Instant): Policy {
  const versions = versionsOf(policy);
  const begun = versions.findIndex(hasBegun(at));
  const index = begun === -1 ? versions.length - 1 : begun;
  const inForce = versions[index];
  return index === 0 || !inForce ? policy : { ...inForce, earlier: versions.slice(index + 1) };
}

/** The versions that are still to come at an instant, the first one to come first; each knows those before it. */
export function versionsAfter(policy: Policy, at: Instant): readonly Policy[] {
  const inForce = policyAt(policy, at).version;
  const begins = versionsOf(policy).map(({ version }) => version);
  const toCome = begins.slice(0, begins.indexOf(inForce)).toReversed();
  return toCome.map((version) => policyAt(policy, day(version)));
}

/** Whether a version's day has come. */
export function hasBegun(at: Instant): (version: Pick<Policy, "version">) => boolean {
  return ({ version }) => day(version) <= at;
}
