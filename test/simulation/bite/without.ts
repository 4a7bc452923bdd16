import { readFileSync } from "node:fs";
import { type LoadFnOutput, registerHooks } from "node:module";
import { type Cut, GUARDS } from "./guards.ts";

const ROOT = new URL("../../../", import.meta.url).href;

/** A file as it reads without a guard. @throws {Error} the guard is not there as it is written down. */
export function without(
  name: string,
  { file, from, to }: Cut,
  source = readFileSync(new URL(file, ROOT), "utf8"),
): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`"${name}" stands ${parts.length - 1} times in ${file}`);
  return parts.join(to);
}

/**
 * Lets `import("…?without=3")` load a module and all that it imports a second time, with the fourth guard taken away. What tests
 * import of `core/` stays whole: an oracle that has lost the guard, too, would see nothing.
 */
export function allowMutants(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const mutant = new URL(context.parentURL ?? "file:///").searchParams.get("without");
      const isOurs = found.url.startsWith(ROOT) && !found.url.includes("/node_modules/");
      const isOracles = context.parentURL?.startsWith(`${ROOT}test/`) && found.url.startsWith(`${ROOT}core/`);
      if (mutant === null || !isOurs || isOracles) return found;
      return { ...found, url: `${found.url}?without=${mutant}` };
    },
    load(url, context, next): LoadFnOutput {
      const loaded = next(url, context);
      const guard = GUARDS[Number(new URL(url).searchParams.get("without") ?? Number.NaN)];
      const cuts = guard?.cuts.filter(({ file }) => new URL(file, ROOT).href === url.split("?")[0]) ?? [];
      if (!guard || cuts.length === 0) return loaded;
      const source = cuts.reduce<string | undefined>((text, cut) => without(guard.name, cut, text), undefined);
      return { ...loaded, source };
    },
  });
}

/** The simulation without the n-th guard. */
export async function simulationWithout(index: number) {
  const { simulate } = (await import(
    `${new URL("../world/simulate.ts", import.meta.url).href}?without=${index}`
  )) as typeof import("../world/simulate.ts");
  return simulate;
}
