import { readFileSync } from "node:fs";
import type { Difference } from "./difference.ts";

const DOCUMENT = new URL("../../../docs/local-stripe.md", import.meta.url);

const TABLE = "## Where recorded objects differ from ours\n";

/** A row of the document's table of differences. A field stands for all that is in it, wherever it is. */
interface Explanation {
  /** As in `invoice.lines.*.quantity_decimal`, from an object's kind on; or the end of such a path. */
  readonly field: string;
  readonly reason: string;
}

/** What `docs/local-stripe.md` says of fields that differ. */
export function explanations(document = readFileSync(DOCUMENT, "utf8")): Explanation[] {
  const [, table = ""] = document.split(TABLE);
  return [...table.matchAll(/^\| (`.+`) \| (.+) \|$/gm)].flatMap(([, fields = "", reason = ""]) =>
    [...fields.matchAll(/`([^`]+)`/g)].map(([, field = ""]) => ({ field, reason })),
  );
}

/** Which of them speak of a difference of an object. */
export function explained(object: unknown, { path }: Difference): Explanation[] {
  const said = `.${kindOf(object)}.${path}.`;
  return explanations().filter(({ field }) => said.includes(`.${field}.`));
}

function kindOf(object: unknown): string {
  const { object: kind = "" } = object as { object?: string };
  return kind;
}
