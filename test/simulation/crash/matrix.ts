import { isDeepStrictEqual } from "node:util";
import type { Request } from "../../support/gateway-event.ts";
import { POSITIONS } from "./crash-point.ts";
import { GivenNames } from "./given-names.ts";
import type { CrashStage } from "./stage.ts";

/** One request to a table that stands so. */
export interface Scenario {
  readonly name: string;
  readonly stage: CrashStage;
  readonly line: string;
  readonly request: Request;
  /** To send it again makes another line in the journal, and no difference. */
  readonly isKeyless?: boolean;
  /** The environment has written the account before, and remembers it. */
  readonly warm?: { readonly line: string; readonly request: Request };
  /** Puts back what is outside the table, before each run. */
  readonly reset?: () => Promise<void>;
  /** What is outside the table, to be the same whether somebody died or not. */
  readonly outside?: () => Promise<unknown>;
}

/** What one scenario has shown. */
export interface Crashed {
  readonly name: string;
  /** Every call that was made, in order. */
  readonly sites: readonly string[];
  /** Sites × positions. */
  readonly crashes: number;
  readonly failures: readonly string[];
}

/** Dies at every call that the request makes, at all three positions; sends it again; compares with nobody having died. */
export async function crashEverywhere(scenario: Scenario): Promise<Crashed> {
  const { name, isKeyless } = scenario;
  const calm = await run(scenario);
  const sites = calm.sites;
  const failures: string[] = [];
  let crashes = 0;
  for (const [site, call] of sites.entries()) {
    for (const position of POSITIONS) {
      crashes += 1;
      const where = `${name}: dies ${position} call ${site + 1} of ${sites.length}, ${call}`;
      const died = await run(scenario, { call: site + calm.before, position });
      if (died.first !== undefined) failures.push(`${where}: it answers ${died.first.status}`);
      if (died.last?.status !== calm.last?.status || died.last?.text !== calm.last?.text)
        failures.push(
          `${where}: then ${died.last?.status} ${died.last?.text}, without ${calm.last?.status} ${calm.last?.text}`,
        );
      if (!isKeyless && !isDeepStrictEqual(died.stored, calm.stored)) failures.push(`${where}: leaves another table`);
      if (!isDeepStrictEqual(died.outside, calm.outside)) failures.push(`${where}: leaves another Stripe`);
      for (const { oracle, what } of died.violations) failures.push(`${where}: ${oracle} ${what}`);
    }
  }
  return { name, sites, crashes, failures };
}

/** Once, by who may die, and if so once more, by somebody else. */
async function run(
  { stage: prepared, line, request, warm, reset, outside }: Scenario,
  death?: { call: number; position: (typeof POSITIONS)[number] },
) {
  await reset?.();
  const stage = prepared.copy();
  const mortal = await stage.environment(death);
  if (warm) await mortal.invoke(warm.line, warm.request);
  const before = mortal.crash.calls.length;
  const first = await mortal.invoke(line, request);
  const sites = mortal.crash.calls.slice(before);
  const last = death ? await (await stage.environment()).invoke(line, request) : first;
  const names = new GivenNames();
  const text = last && names.in(last.text);
  const stored = Object.entries(stage.stored).flatMap(([key, item]) =>
    isOfPrice(key) ? [] : names.in(`${key} ${item}`),
  );
  const standing = { stored, outside: await outside?.(), violations: stage.violations };
  return { before, sites, first, last: last && { status: last.status, text }, ...standing };
}

/** What a price stands for is looked up where it is met, and whoever asks again after a change meets another price. */
function isOfPrice(key: string): boolean {
  return key.startsWith("P#");
}
