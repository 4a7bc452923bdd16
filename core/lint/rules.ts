import { isInstant } from "../calendar.ts";
import type { Audience, Policy } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** Who and since when: cohorts that exist and are asked for, rules that something can reach, dates that can be met. */
export function lintRules(policy: Policy): Finding[] {
  return [
    ...lintCohorts(policy),
    ...lintShadows(policy),
    ...lintRollover(policy),
    ...lintDates(policy),
    ...lintPools(policy),
  ];
}

function lintCohorts(policy: Policy): Finding[] {
  const named = namedCohorts(policy);
  return [
    ...named.flatMap(({ cohort, where }) =>
      found(!Object.hasOwn(policy.cohorts, cohort), "cohort_unknown", where, `It names ${JSON.stringify(cohort)}`),
    ),
    ...Object.keys(policy.cohorts).flatMap((declared) =>
      found(
        named.every(({ cohort }) => cohort !== declared),
        "cohort_unused",
        `cohorts.${declared}`,
        "It is declared",
      ),
    ),
  ];
}

interface NamedCohort {
  readonly cohort: string;
  readonly where: string;
}

/** Every place where a rule names a cohort. */
function namedCohorts({ rollover, packs, services }: Policy): NamedCohort[] {
  const audiences: [string, Audience | undefined][] = [
    ["rollover.for", rollover?.for],
    ["rollover.notFor.by", rollover?.notFor?.by],
    ...Object.entries(packs).map(([id, pack]): [string, Audience | undefined] => [`packs.${id}.for`, pack.for]),
  ];
  return [
    ...audiences.flatMap(([where, audience = "everyone"]) =>
      audience === "everyone" ? [] : [{ cohort: audience.cohort, where }],
    ),
    ...Object.entries(services).flatMap(([name, { cohorts = {} }]) =>
      Object.keys(cohorts).map((cohort) => ({ cohort, where: `services.${name}.cohorts.${cohort}` })),
    ),
  ];
}

/** Who signed up before 2021 did so before 2023: named after the larger cohort, the smaller one's price is never paid. */
function lintShadows({ cohorts, services }: Policy): Finding[] {
  const before = (cohort: string) => cohorts[cohort]?.signedUpBefore ?? Number.NaN;
  return Object.entries(services).flatMap(([name, { cohorts: prices = {} }]) =>
    Object.keys(prices).flatMap((cohort, index, all) => {
      const larger = all.slice(0, index).find((earlier) => before(earlier) >= before(cohort));
      const where = `services.${name}.cohorts.${cohort}`;
      return found(larger !== undefined, "cohort_shadowed", where, `It comes after ${larger}`);
    }),
  );
}

function lintRollover({ rollover, leftovers, plans }: Policy): Finding[] {
  const isLost = Object.values(plans).every((plan) => (plan.leftovers ?? leftovers).leftovers === "expire");
  return found(rollover !== undefined && isLost, "rollover_unreachable", "rollover", "All leftovers expire");
}

function lintPools({ pools = [], plans }: Policy): Finding[] {
  return pools.flatMap((plan) =>
    found(!Object.hasOwn(plans, plan), "plan_unknown", "pools", `It names ${JSON.stringify(plan)}`),
  );
}

function lintDates({ cohorts, rollover }: Policy): Finding[] {
  const dates: [string, number | undefined][] = [
    ...Object.entries(cohorts).map(([name, { signedUpBefore }]): [string, number] => [
      `cohorts.${name}.signedUpBefore`,
      signedUpBefore,
    ]),
    ["rollover.forPaymentsFrom", rollover?.forPaymentsFrom],
    ["rollover.notFor.boughtBefore", rollover?.notFor?.boughtBefore],
  ];
  return dates.flatMap(([where, instant]) =>
    found(instant !== undefined && !isInstant(instant), "date_never", where, `It is ${instant}`),
  );
}
