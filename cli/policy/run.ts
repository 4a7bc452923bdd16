import { checkVersions, lintPolicy, type Policy } from "@passbook/core";
import { policies as ours } from "@passbook/core/policies";
import { EXIT, type Terminal } from "../run.ts";
import { textTable } from "../text-table.ts";
import { Failure } from "../usage.ts";
import type { Policies } from "./deployed.ts";

const USAGE = `Usage: npm run policy:check -- <commit>

Holds the policies against those of the commit that is deployed: what is in force may not change, and what is new may not
begin in the past. Says also what compiles and can't be meant.

Exit code: 0 they may be deployed, 1 it failed, 2 not understood, 3 they may not.`;

/** Runs a command line. @returns the exit code. */
export async function runPolicyCheck(
  args: readonly string[],
  deployedPolicies: (commit: string) => Promise<Policies>,
  { now, print, tell }: Terminal,
  policies: Policies = ours,
): Promise<number> {
  const [commit, ...more] = args;
  if (commit === undefined || commit.startsWith("-") || more.length > 0) {
    tell(USAGE);
    return EXIT.misunderstood;
  }
  try {
    const deployed = await deployedPolicies(commit);
    const rows = Object.values(policies).flatMap((policy) => faults(deployed[policy.name], policy, now()));
    print(rows.length > 0 ? textTable(["policy", "what", "why"], rows) : `They may be deployed after ${commit}.`);
    return rows.length > 0 ? EXIT.wrong : EXIT.done;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(error.message);
    return EXIT.failed;
  }
}

/** A product that is new has nothing to keep to. */
function faults(deployed: Policy | undefined, policy: Policy, now: number): [string, string, string][] {
  const breaches = deployed ? checkVersions(deployed, policy, now) : [];
  return [
    ...breaches.map(({ code, says }): [string, string, string] => [policy.name, code, says]),
    ...lintPolicy(policy).map(({ code, where, says }): [string, string, string] => [
      policy.name,
      code,
      `${where}: ${says}`,
    ]),
  ];
}
