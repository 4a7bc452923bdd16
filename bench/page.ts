import { firstLoad, pageParts } from "./page-size.ts";
import { report, table } from "./report.ts";

/** What the page costs to load. */

const kilobytes = (bytes: number): number => Number((bytes / 1000).toFixed(1));

const parts = (await pageParts()).toSorted((a, b) => Number(b.isFirst) - Number(a.isFirst) || b.bytes - a.bytes);
report("page", [
  `First load: ${kilobytes(firstLoad(parts))} kB of JavaScript, gzipped, of at most 90. The rest comes once the overview is there.`,
  "",
  ...table(
    ["part", "kind", "kB, gzipped", "loaded"],
    parts.map(({ name, kind, bytes, isFirst }) => [name, kind, kilobytes(bytes), isFirst ? "first" : "then"]),
  ),
]);
