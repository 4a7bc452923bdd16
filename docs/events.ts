import { writeFileSync } from "node:fs";
import * as z from "zod/mini";
import { EVENTS, type EventType, SOURCE } from "../functions/events/event.ts";
import examples from "./events-examples.json" with { type: "json" };

// `npm run events` writes what is on the bus, from the schemas that the functions check every event with; the examples are
// what a test has seen there.

export const EVENTS_PAGE = new URL("events.md", import.meta.url);
export const EVENTS_SCHEMA = new URL("events.schema.json", import.meta.url);

interface Field {
  readonly description?: string;
  readonly type?: string;
  readonly $ref?: string;
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
  readonly $defs?: Readonly<Record<string, unknown>>;
}

/** One of each kind, as they were on the bus. */
const seen: readonly { readonly type: string }[] = examples;
const types = Object.keys(EVENTS) as EventType[];
const schemaOf = (type: EventType) => z.toJSONSchema(EVENTS[type].schema) as unknown as ObjectSchema;

/** The detail of every event as JSON Schema (2020-12), for who makes types of it. */
export function eventsSchema(): string {
  const schemas = types.map((type) => [type, schemaOf(type)] as const);
  const oneOf = schemas.map(([type, { properties, required }]) => {
    const closed = { type: "object", properties, required, additionalProperties: false };
    return { title: type, description: EVENTS[type].says, ...closed };
  });
  const $defs = Object.assign({}, ...schemas.map(([, schema]) => schema.$defs ?? {})) as object;
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return `${JSON.stringify({ $schema, title: "What Passbook puts on the bus, as `detail`", oneOf, $defs }, null, 2)}\n`;
}

/** The same for people. */
export function eventsPage(): string {
  return `${HEAD}\n${types.map(section).join("\n")}`;
}

const HEAD = `# Events

Written by \`npm run events\`. The same as JSON Schema: [events.schema.json](events.schema.json).

Whatever happens to an account is put on an EventBridge bus: \`source\` is \`${SOURCE}\`, \`detail-type\` the name below, \`detail\` what
the tables say. A rule takes what it wants: \`{"source": ["${SOURCE}"], "detail-type": ["credits.low_balance"]}\`.

- **At least once.** \`id\` is the same each time: who acts on an event remembers it. EventBridge's own id is another each time.
- **Again, by hand.** What was lost on its way, or came before you listened: \`npm run credits -- announce <account> --from <instant>\` tells the
  lines of an account again, under the same ids ([how](operate.md#announcedeadletters)).
- **In no promised order.** DynamoDB's stream orders the writes of one item, and every entry is an item of its own. \`entry.seq\` is the
  order of an account's entries, without gaps; several events of one entry are one change, and say the same balance.
- **From the journal.** All but \`credits.expiring\` are made of a new entry, from it alone; they come when it is written. What time
  does is written when somebody spends, or by the sweep: \`at\` says when it took effect, however late it comes. Held credits whose hold runs
  out are told with the next entry of the account, and nobody sweeps an account that has nothing but the free plan.
- **Versions.** Fields may be added; \`version\` changes when one goes or means something else.
- \`reason\` and \`ref\` are for people, and may hold what an operator wrote.
`;

function section(type: EventType): string {
  const { properties, required } = schemaOf(type);
  const rows = Object.entries(properties)
    .filter(([name]) => name !== "type")
    .map(
      ([name, field]) =>
        `| \`${name}\`${required.includes(name) ? "" : " (not always)"} | ${field.description ?? WORDS[name] ?? ""} |`,
    );
  const example = seen.find((event) => event.type === type);
  const shown = example ? `\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\`\n` : "";
  return `## ${type}\n\n${EVENTS[type].says}\n\n| | |\n|---|---|\n${rows.join("\n")}\n${shown}`;
}

/** Of fields whose schema has a name of its own. */
const WORDS: Readonly<Record<string, string>> = { account: "Whose credits they are." };

if (import.meta.main) {
  writeFileSync(EVENTS_PAGE, eventsPage());
  writeFileSync(EVENTS_SCHEMA, eventsSchema());
}
