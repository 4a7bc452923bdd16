import { InvariantBroken } from "@passbook/core";
import { beforeAll, describe, expect, it } from "vitest";
import { PROBLEMS, type ProblemCode, Refusal } from "../../functions/http/problem.ts";
import { http, type PublicEvent } from "../../functions/http/stack.ts";
import { bundlesOf } from "../bundles/bundle.ts";
import { capturedLog } from "../support/captured-log.ts";
import { context } from "../support/gateway-event.ts";
import { Deployment, SETTINGS } from "./deployment.ts";
import { isWritten } from "./links-read.ts";
import { declare, isInstalled } from "./recording/declare.ts";

type Line = Record<string, unknown>;

interface Filter {
  readonly pattern: string;
  /** What is counted: `1`, or a number of the line. */
  readonly value: string;
}

/** What a handler that throws writes into its log, as CloudWatch reads it. */
async function linesOf(error: Error): Promise<Line[]> {
  const { logger, lines } = capturedLog();
  const verb = async () => {
    throw error;
  };
  await http<PublicEvent>(logger, verb)({} as PublicEvent, context);
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Who writes what does not come of an answer. */
const WRITTEN_BY: Readonly<Record<string, string>> = {
  UnreadableMessage: "stripe-events",
  EventFailed: "stripe-events",
  RefusedEvent: "announce",
  UnreadableEntry: "announce",
  UnsweptAccount: "sweep",
  OldestUnsweptSeconds: "sweep",
  Drift: "reconcile",
};

/** Whether a filter like `{ $.error.name = "Busy" }` counts a line: as much of CloudWatch's language as ours speak. */
function counts(pattern: string, line: Line): boolean {
  const [, path = "", value] = /^\{ \$\.([\w.]+) = "(\w+)" \}$/.exec(pattern) ?? [];
  const found = path.split(".").reduce<unknown>((at, part) => (at as Line | undefined)?.[part], line);
  return value !== undefined && found === value;
}

/** `internal_error` is the metric InternalError. */
const nameOf = (code: string) => code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

describe.skipIf(!isInstalled)("What goes wrong behind a handler", () => {
  let filters: Map<string, Filter>;
  beforeAll(async () => {
    const deployment = new Deployment(await declare("dev", SETTINGS));
    const declared = deployment.all("cloudwatch/logMetricFilter").map(({ name, inputs }): [string, Filter] => {
      const { value } = inputs["metricTransformation"] as { value: string };
      return [name.replace("Count", ""), { pattern: String(inputs["pattern"]), value }];
    });
    filters = new Map(declared);
  }, 120_000);

  const countedBy = (lines: readonly Line[]) =>
    lines.flatMap((line) => [...filters].flatMap(([name, { pattern }]) => (counts(pattern, line) ? [name] : [])));

  const ours = Object.entries(PROBLEMS).filter(([, [status]]) => status >= 500);

  it.each(ours)("%s is counted", async (code) => {
    expect(countedBy(await linesOf(new Refusal(code as ProblemCode, "Something")))).toEqual([nameOf(code)]);
  });

  it("an invariant that does not hold is counted by itself as well", async () => {
    expect(countedBy(await linesOf(new InvariantBroken("entry 4 mints")))).toEqual([
      "InternalError",
      "InvariantBroken",
    ]);
  });

  it("what is refused for a reason of the caller's is no line at all", async () => {
    expect(await linesOf(new Refusal("insufficient_credits", "There are not enough."))).toEqual([]);
  });

  it.each(Object.entries(WRITTEN_BY).filter(([, name]) => isWritten(name)))(
    "%s is written by %s",
    async (code, name) => {
      const text = (await bundlesOf([name])).get(name);
      const [, message = ""] = /"(\w+)" \}$/.exec(filters.get(code)?.pattern ?? "") ?? [];
      expect(text).toContain(`"${message}"`);
      expect(text).toContain(filters.get(code)?.value.replace("$.", ""));
    },
  );

  it("nothing else is counted", () => {
    const answered = ours.map(([code]) => nameOf(code));
    expect([...filters.keys()].toSorted()).toEqual(
      [...answered, "InvariantBroken", ...Object.keys(WRITTEN_BY)].toSorted(),
    );
  });
});
