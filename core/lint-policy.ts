import { SOURCES } from "./account.ts";
import { lintAddOns } from "./lint/add-ons.ts";
import { lintBookings } from "./lint/bookings.ts";
import { lintCancelling } from "./lint/cancelling.ts";
import { lintCatalogue } from "./lint/catalogue.ts";
import { type Finding, found } from "./lint/finding.ts";
import { lintRules } from "./lint/rules.ts";
import { lintServices } from "./lint/services.ts";
import { lintTime } from "./lint/time.ts";
import { lintVersions } from "./lint/versions.ts";
import type { Policy } from "./policy.ts";

export { FINDINGS, type Finding, type FindingCode } from "./lint/finding.ts";

/**
 * What in a policy compiles and can't be meant: rules that nothing reaches, limits that nothing fits under, credits that
 * could never be spent. Empty: nothing was found. Read-only and total: it answers for any data of the type, throws nothing.
 */
export function lintPolicy(policy: Policy): Finding[] {
  return [
    ...lintTime(policy),
    ...lintCurrency(policy),
    ...lintCatalogue(policy),
    ...lintAddOns(policy),
    ...lintServices(policy),
    ...lintBookings(policy),
    ...lintRules(policy),
    ...lintCancelling(policy),
    ...lintVersions(policy),
    ...lintBurnDown(policy),
  ];
}

function lintCurrency({ currency }: Policy): Finding[] {
  return found(!/^[A-Z]{3}$/.test(currency), "currency_unknown", "currency", `It is ${JSON.stringify(currency)}`);
}

function lintBurnDown({ burnDown }: Policy): Finding[] {
  const missing = SOURCES.filter((source) => !burnDown.includes(source));
  const twice = burnDown.filter((source, index) => burnDown.indexOf(source) < index);
  return [
    ...missing.flatMap((source) => found(true, "source_never_spent", "burnDown", `It leaves ${source} out`)),
    ...twice.flatMap((source) => found(true, "source_twice", "burnDown", `It names ${source} again`)),
  ];
}
