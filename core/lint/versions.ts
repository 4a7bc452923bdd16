import { dateOf, day, isInstant } from "../calendar.ts";
import type { Policy } from "../policy.ts";
import { versionsOf } from "../versions.ts";
import { type Finding, found } from "./finding.ts";

/** The versions before this one: of the same product, each older than the one after it, and nothing sold under them gone. */
export function lintVersions(policy: Policy): Finding[] {
  const versions = versionsOf(policy);
  return versions.slice(1).flatMap((earlier, index) => {
    const later = versions[index] ?? policy;
    return [
      ...lintDate(earlier, later, `earlier.${index}.version`),
      ...found(
        earlier.name !== policy.name,
        "version_of_another",
        `earlier.${index}.name`,
        `It is ${JSON.stringify(earlier.name)}`,
      ),
      ...found(
        earlier.currency !== policy.currency,
        "version_of_another",
        `earlier.${index}.currency`,
        `It is ${JSON.stringify(earlier.currency)}`,
      ),
      ...lintDropped(earlier, later, index === 0 ? "" : `earlier.${index - 1}.`),
    ];
  });
}

/** Whether a version is the day from which its rules are in force, as a date. */
export function isVersion(version: string): boolean {
  return isInstant(day(version)) && dateOf(day(version)) === version;
}

function lintDate(earlier: Policy, later: Policy, where: string): Finding[] {
  const what = `It is ${JSON.stringify(earlier.version)}`;
  if (!isVersion(earlier.version)) return found(true, "version_not_date", where, what);
  if (earlier.version === later.version) return found(true, "version_twice", where, what);
  return found(earlier.version > later.version, "version_out_of_order", where, what);
}

/** A plan that nobody can buy any more may still have allowances to come: it stays, without a price. */
function lintDropped(earlier: Policy, later: Policy, where: string): Finding[] {
  const dropped = (kind: "plans" | "addOns") =>
    Object.keys(earlier[kind])
      .filter((name) => !Object.hasOwn(later[kind], name))
      .flatMap((name) => found(true, "sold_and_gone", `${where}${kind}.${name}`, `${earlier.version} has it`));
  return [...dropped("plans"), ...dropped("addOns")];
}
