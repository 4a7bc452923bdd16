import qs from "qs";
import * as z from "zod";
import { StripeProblem } from "./problem.ts";

// Form fields are text; what a request may say is written with these.

export const text = z.string().min(1).max(5_000);
export const int = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
export const count = z.string().regex(/^\d+$/).transform(Number);
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((value) => value === "true");
export const seconds = z.string().regex(/^\d+$/).transform(Number);
/** Empty text takes the value away. */
export const unset = z.literal("").transform(() => null);
export const metadata = z.union([unset, z.record(z.string().max(40), z.string().max(500))]);
export const expand = z.array(z.string().max(200)).max(20).optional();
/** `{type: "now"}`; before endive it was the word alone, and whoever pins such a version still says it so. */
export const cycleAnchor = z
  .union([
    z.enum(["now", "unchanged"]),
    z.strictObject({ type: z.enum(["now", "unchanged"]) }).transform(({ type }) => type),
  ])
  .optional();
/** What Stripe takes and nothing here depends on. */
export const ignored = z.unknown().optional();

/** `created[gte]=…`, or an instant. */
export const created = z
  .union([
    seconds,
    z.strictObject({
      gt: seconds.optional(),
      gte: seconds.optional(),
      lt: seconds.optional(),
      lte: seconds.optional(),
    }),
  ])
  .optional();

export const page = {
  created,
  limit: count.refine((limit) => limit >= 1 && limit <= 100).optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  expand,
};

/** `a[b][0]=c`, in a query or a body, as the objects and arrays that it stands for. */
export function decodeForm(form: string): unknown {
  return qs.parse(form, { depth: 12, arrayLimit: 1_000, parameterLimit: 10_000, strictNullHandling: false });
}

/**
 * The parameters of a request, read. One that is not understood is refused: ignored, it would answer something else.
 * @throws {StripeProblem} `parameter_unknown`, `parameter_missing`, `parameter_invalid`.
 */
export function readParams<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (!issue) throw new TypeError("refused for no reason");
  const found = deepest(issue, issue.path);
  const param = nameOf(found.path);
  if (found.issue.code === "unrecognized_keys") {
    const unknown = nameOf([...found.path, found.issue.keys[0] ?? ""]);
    throw new StripeProblem(400, "parameter_unknown", `Received unknown parameter: ${unknown}`, { param: unknown });
  }
  const isMissing = found.issue.code === "invalid_type" && valueAt(given, found.path) === undefined;
  throw isMissing
    ? new StripeProblem(400, "parameter_missing", `Missing required param: ${param}.`, { param })
    : new StripeProblem(
        400,
        param === "limit" ? "parameter_invalid_integer" : "parameter_invalid",
        `Invalid ${param}: ${found.issue.message}`,
        { param },
      );
}

type Path = readonly PropertyKey[];

/** Of a choice of forms, what is wrong with the one that comes closest. */
function deepest(issue: z.core.$ZodIssue, path: Path): { issue: z.core.$ZodIssue; path: Path } {
  if (issue.code !== "invalid_union") return { issue, path };
  const inner = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner ? deepest(inner, [...path, ...inner.path]) : { issue, path };
}

function nameOf([first = "", ...rest]: Path): string {
  return `${String(first)}${rest.map((part) => `[${String(part)}]`).join("")}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value);
}
