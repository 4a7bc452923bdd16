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
  const turns = turnsOf(policy);
  return (turns.find(({ begins }) => begins <= at) ?? turns.at(-1))?.policy ?? policy;
}

interface Turn {
  readonly begins: Instant;
  /** With the versions before it alone. */
  readonly policy: Policy;
}

/** Read once: which of them is in force is asked for every lot at every instant. */
const read = new WeakMap<Policy, readonly Turn[]>();

function turnsOf(policy: Policy): readonly Turn[] {
  const known = read.get(policy);
  if (known) return known;
  const { earlier = [] } = policy;
  const before = earlier.map((version, index) => ({ ...version, earlier: earlier.slice(index + 1) }));
  const turns = [policy, ...before].map((version) => ({ begins: day(version.version), policy: version }));
  read.set(policy, turns);
  return turns;
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
