import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { config } from "../../functions/config.ts";
import { bundlesOf } from "../bundles/bundle.ts";

/** Which links each part of `functions/config.ts` reads. */
const linksOf = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(config)).map(([part, descriptor]) => [
    part,
    [...String(Reflect.get(descriptor, "get")).matchAll(/\bResource\.(\w+)/g)].map(([, link = ""]) => link),
  ]),
);

/** Whether there is a function of that name. */
export const isWritten = (name: string) =>
  existsSync(fileURLToPath(new URL(`../../functions/${name}.ts`, import.meta.url)));

/** The links that the code of functions reads, by their bundles: what nobody calls is not in them. Of those that are written. */
export async function linksRead(names: readonly string[]): Promise<Map<string, string[]>> {
  const bundles = await bundlesOf(names.filter(isWritten));
  return new Map(
    [...bundles].map(([name, text]) => {
      const parts = [...text.matchAll(/\bconfig\d*\.(\w+)/g)].map(([, part = ""]) => part);
      return [name, [...new Set(parts.flatMap((part) => linksOf.get(part) ?? []))].toSorted()];
    }),
  );
}
