import type { Connection } from "./connection.ts";
import { type Line, lines, pathOf } from "./journal.ts";
import { shortInstant, textTable } from "./text-table.ts";

interface Balance {
  readonly account: string;
  readonly balance: number;
  readonly held: number;
  readonly frozen: number;
  readonly debt: number;
  readonly asOf: string;
  readonly lots: readonly {
    readonly lot: string;
    readonly source: string;
    readonly credits: number;
    readonly held: number;
    readonly frozen: number;
    readonly endsAt: string | null;
  }[];
}

/** How a lot came to be what it is: all that went in and out of it, by what it was. */
interface Life {
  readonly lot: string;
  readonly source: string;
  /** The line that made it. */
  readonly from: Pick<Line, "seq" | "at" | "reason" | "ref">;
  /** Credits by the kind of movement, as the balance felt them. */
  moved: Readonly<Record<string, number>>;
  ended: string | null;
}

export interface Explanation {
  readonly account: string;
  readonly balance: number;
  readonly held: number;
  readonly frozen: number;
  readonly debt: number;
  readonly asOf: string;
  readonly entries: number;
  readonly lots: readonly (Life & { readonly left: number; readonly endsAt: string | null })[];
  readonly gone: readonly Life[];
  /** Every lot is the sum of its movements, and the balance is the sum of the lots. */
  readonly addsUp: boolean;
}

const TRIES = 3;

/** Why the balance is what it is: read from the whole statement, and held against it. */
export async function explain(
  connection: Connection,
  account: string,
  progress: (text: string) => void,
): Promise<Explanation> {
  for (let tries = 1; ; tries += 1) {
    const explanation = await read(connection, account, progress);
    // Somebody may have spent between the statement and the balance.
    if (explanation.addsUp || tries === TRIES) return explanation;
  }
}

async function read(connection: Connection, account: string, progress: (text: string) => void): Promise<Explanation> {
  const lives = new Map<string, Life>();
  let entries = 0;
  for await (const line of lines(connection, account)) {
    entries += 1;
    if (entries % 1_000 === 0) progress(`${entries} lines read`);
    for (const { type, lot, source, credits } of line.movements) {
      const known = lives.get(lot);
      const life = known ?? { lot, source, from: line, moved: {}, ended: line.at };
      life.moved = { ...life.moved, [type]: (life.moved[type] ?? 0) + credits };
      // The lines come newest first: the last that is seen to grant it is the first that did.
      lives.set(lot, type === "granted" ? { ...life, from: line } : life);
    }
  }
  const now = (await connection.ask("GET", `${pathOf(account)}/balance`)) as Balance;
  const { balance, held, frozen, debt, asOf } = now;
  const lots = now.lots.flatMap(({ lot, credits, endsAt }) => {
    const life = lives.get(lot);
    return life ? [{ ...life, left: credits, endsAt, ended: null }] : [];
  });
  const standing = new Set(now.lots.map(({ lot }) => lot));
  const gone = [...lives].filter(([name]) => !standing.has(name)).map(([, life]) => life);
  const isWhole = now.lots.length === lots.length && lots.every(({ left, moved }) => left === total(moved));
  const addsUp = isWhole && gone.every(({ moved }) => total(moved) === 0);
  return { account, balance, held, frozen, debt, asOf, entries, lots, gone: gone.toSorted(byAge), addsUp };
}

const byAge = (a: Life, b: Life) => a.from.seq - b.from.seq;

function total(moved: Life["moved"]): number {
  return Object.values(moved).reduce((sum, credits) => sum + credits, 0);
}

export function explanationText({ account, balance, held, frozen, debt, asOf, entries, ...rest }: Explanation): string {
  const beside = [
    held > 0 && `${held} held`,
    frozen > 0 && `${frozen} frozen by a dispute`,
    debt > 0 && `${debt} owed`,
  ].filter((part) => part !== false);
  const head = `${account} has ${balance} credits at ${shortInstant(asOf)}${beside.length > 0 ? `, beside it ${beside.join(", ")}` : ""}.`;
  const lots = rest.lots.map((life) => [life.left, ...origin(life), movedText(life.moved), shortInstant(life.endsAt)]);
  const gone = rest.gone.map((life) => [...origin(life), movedText(life.moved), shortInstant(life.ended)]);
  const books = rest.addsUp
    ? `It adds up: ${entries} lines, and every lot is the sum of its movements.`
    : `It does NOT add up: some lot is not the sum of its movements in ${entries} lines.`;
  return [
    head,
    ...(lots.length > 0
      ? ["What is left:", textTable(["left", "source", "from", "because of", "what moved", "ends"], lots)]
      : ["Nothing is left."]),
    ...(gone.length > 0
      ? ["What is gone:", textTable(["source", "from", "because of", "what moved", "last moved"], gone)]
      : []),
    books,
  ].join("\n\n");
}

function origin({ source, from }: Life): string[] {
  const { invoice, session } = from.ref;
  const paper = [invoice, session].find((name) => typeof name === "string");
  return [source, shortInstant(from.at), `${from.reason}${paper === undefined ? "" : ` (${paper})`}, line ${from.seq}`];
}

function movedText(moved: Life["moved"]): string {
  const parts = Object.entries(moved).filter(([, credits]) => credits !== 0);
  const first = parts.filter(([type]) => type === "granted");
  const others = parts.filter(([type]) => type !== "granted");
  return [...first, ...others].map(([type, credits]) => `${Math.abs(credits)} ${type}`).join(", ");
}
