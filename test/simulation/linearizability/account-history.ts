import type { Operation, Sequential } from "./linearizable.ts";

/** What was asked of an account of which nothing ends, and what was answered. */
export type AccountOperation = Operation<Answer> &
  (
    | { readonly type: "spend" | "hold"; readonly key: string; readonly credits: number }
    | { readonly type: "grant"; readonly credits: number }
    | { readonly type: "capture" | "release"; readonly key: string; readonly credits: number }
    | { readonly type: "read" }
  );

/** Done, with the balance after it, where that was told; or refused, with what was there. */
export type Answer = { readonly balance: number | undefined } | { readonly available: number } | "ended";

interface Balance {
  readonly left: number;
  /** What is held, by the key of the hold. */
  readonly held: ReadonlyMap<string, number>;
}

export const NOTHING: Balance = { left: 0, held: new Map() };

export function nameOf({ left, held }: Balance): string {
  return `${left} ${JSON.stringify([...held].toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** An account as one clerk would keep it, who does one thing after the other. */
export const account: Sequential<Balance, AccountOperation> = ({ left, held }, operation) => {
  const { answer } = operation;
  const done = (next: Balance): Balance[] => (told(answer, next.left) ? [next] : []);
  const refused = (): Balance[] =>
    answer !== undefined && answer !== "ended" && "available" in answer && answer.available === left
      ? [{ left, held }]
      : [];
  switch (operation.type) {
    case "read":
      return done({ left, held });
    case "grant":
      return done({ left: left + operation.credits, held });
    case "spend":
      return operation.credits > left ? refused() : done({ left: left - operation.credits, held });
    case "hold": {
      const { key, credits } = operation;
      return credits > left ? refused() : done({ left: left - credits, held: new Map([...held, [key, credits]]) });
    }
    case "capture":
    case "release": {
      const credits = held.get(operation.key);
      if (credits === undefined) return answer === "ended" || answer === undefined ? [{ left, held }] : [];
      const rest = new Map([...held].filter(([key]) => key !== operation.key));
      const back = operation.type === "release" ? credits : credits - operation.credits;
      return done({ left: left + back, held: rest });
    }
  }
};

function told(answer: Answer | undefined, left: number): boolean {
  if (answer === undefined) return true;
  return answer !== "ended" && "balance" in answer && (answer.balance ?? left) === left;
}
