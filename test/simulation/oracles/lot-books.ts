import type { Entry, Movement } from "@passbook/core";

/** What became of a lot, by its movements alone: another arithmetic than core's own. */
export interface LotBook {
  granted: number;
  left: number;
  held: number;
  frozen: number;
  /** Spent and captured, less what was restored. */
  paid: number;
  expired: number;
  forfeited: number;
  rolledOver: number;
  clawedBack: number;
  end: number | null;
}

type Part = Exclude<keyof LotBook, "end">;

/** From which part of a lot to which each movement moves; nothing: from outside. */
const WAYS: Readonly<Record<Movement["type"], readonly [from: Part | undefined, to: Part]>> = {
  granted: [undefined, "left"],
  spent: ["left", "paid"],
  restored: ["paid", "left"],
  held: ["left", "held"],
  captured: ["held", "paid"],
  released: ["held", "left"],
  expired: ["left", "expired"],
  forfeited: ["left", "forfeited"],
  "rolled-over": ["left", "rolledOver"],
  "clawed-back": ["left", "clawedBack"],
  frozen: ["left", "frozen"],
  thawed: ["frozen", "left"],
  withdrawn: ["left", "granted"],
};

const UNDONE = {
  expired: "expired",
  "rolled-over": "rolledOver",
  forfeited: "forfeited",
  "clawed-back": "clawedBack",
} as const;

export class LotBooks {
  readonly lots = new Map<string, LotBook>();

  book({ movements, corrected }: Entry): void {
    for (const movement of movements) this.#move(movement);
    for (const { lot, source, end } of corrected?.lotTerms ?? []) {
      const book = this.lots.get(`${lot}/${source}`);
      if (book) book.end = end;
    }
  }

  of({ lot, source }: Pick<Movement, "lot" | "source">): LotBook | undefined {
    return this.lots.get(`${lot}/${source}`);
  }

  /** What can be spent: of sources that wait, nothing. */
  left(waiting: readonly string[]): number {
    const spendable = [...this.lots].filter(([name]) => !waiting.includes(name.slice(name.indexOf("/") + 1)));
    return spendable.reduce((sum, [, { left }]) => sum + left, 0);
  }

  /** The first part of a lot that is below zero. */
  negative(): string | undefined {
    for (const [name, { end: _, ...parts }] of this.lots)
      for (const [part, credits] of Object.entries(parts)) if (credits < 0) return `${name}: ${credits} ${part}`;
    return undefined;
  }

  #move(movement: Movement): void {
    const { type, credits, lot, source } = movement;
    const name = `${lot}/${source}`;
    const book = this.lots.get(name) ?? empty();
    this.lots.set(name, book);
    if ("end" in movement) book.end = movement.end;
    const [from, to] =
      type === "restored" && movement.undoes ? ([UNDONE[movement.undoes], "left"] as const) : WAYS[type];
    if (type === "granted") book.granted += credits;
    if (from) book[from] -= credits;
    // What is withdrawn has never been granted.
    book[to] += type === "withdrawn" ? -credits : credits;
  }
}

function empty(): LotBook {
  return {
    granted: 0,
    left: 0,
    held: 0,
    frozen: 0,
    paid: 0,
    expired: 0,
    forfeited: 0,
    rolledOver: 0,
    clawedBack: 0,
    end: null,
  };
}
