import { readFileSync } from "node:fs";

/** What `sst-env.d.ts` says that `Resource` has: name, properties, type. */
export function resourceTypes(): [name: string, properties: string[], type: string][] {
  const text = readFileSync(new URL("../../sst-env.d.ts", import.meta.url), "utf8");
  return [...text.matchAll(/^ {4}"(\w+)": \{\n([^}]*)\}/gm)].map(([, name = "", body = ""]) => {
    const properties = [...body.matchAll(/"(\w+)": string/g)].map(([, property = ""]) => property);
    return [name, properties, /"type": "([\w.]+)"/.exec(body)?.[1] ?? ""];
  });
}
