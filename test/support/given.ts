import { balanceBySource, type Decision, type Entry, type Movement, type Policy, type Source } from "@passbook/core";
import { expect } from "vitest";
import { readable } from "./instants.ts";
import { type Happening, happen, type Journal, passes, play } from "./journal.ts";
import { omnia } from "./omnia-story.ts";

/** What happens, or an instant to let pass, as an ISO date. */
type Step = Happening | string;

/** What a test says of an entry: as much as matters to it, instants as ISO dates. */
interface Said {
  readonly key?: string;
  readonly type?: Entry["type"];
  readonly reason?: string;
  readonly movements?: readonly SaidMovement[];
  readonly balance?: number;
  /** What is owed from then on. */
  readonly debt?: number;
  readonly bySource?: Entry["bySource"];
  readonly at?: string;
  readonly occurredAt?: string;
  readonly by?: string;
  readonly policy?: string;
  readonly term?: Readonly<Record<string, string | number>>;
  readonly ref?: Readonly<Record<string, unknown>>;
  readonly booking?: Readonly<Record<string, string | number>>;
  readonly hold?: Readonly<Record<string, string | number>>;
  readonly member?: Readonly<Record<string, string | number>>;
  readonly members?: readonly object[];
  readonly isPersonal?: true;
}

type ReadableEntry = Required<Said>;

interface SaidMovement {
  readonly type: Movement["type"];
  readonly credits: number;
  readonly source: Source;
  readonly lot?: number;
  readonly birth?: string;
  readonly end?: string | null;
}

/**
 * `given(paid, "2026-02-15").when(spend).emits({ … })`: what happened before, what happens, what comes of it, under the rules
 * of OmniaStudio or of a variation of it.
 */
export function given(...history: Step[]) {
  return givenPolicy(omnia, ...history);
}

export function givenPolicy(policy: Policy, ...history: Step[]) {
  const before = play(policy, history.map(happening));
  return { when: (step: Step) => outcome(before, happening(step)) };
}

function outcome(before: Journal, step: Happening) {
  const { written, decision, journal } = happen(before, step);
  return {
    /** These entries and no others, those that time brought before the command's own. */
    emits(...entries: Said[]) {
      expect(decision?.decision ?? "accepted").toBe("accepted");
      expect(written.map(said)).toMatchObject(entries);
    },
    /** Nothing for its own key, and so says the rejection. */
    refuses(rejection: object) {
      expect(readable(rejectionOf(decision))).toMatchObject(rejection);
      expect(journal.entries).toEqual([...before.entries, ...written.filter(({ by }) => by === "time")]);
    },
    /** The account knows it already, or knows better. */
    isKnown() {
      expect(decision).toEqual({ decision: "known" });
      expect(written).toEqual([]);
    },
    /** It is done, and there is nothing to remember. */
    isFree() {
      expect(decision).toEqual({ decision: "free" });
      expect(written).toEqual([]);
    },
    /** The entries as a test can read them, for whoever wants to ask them something else. */
    entries(): readonly ReadableEntry[] {
      return written.map(said);
    },
    /** What can be spent then, by source. */
    leaves(bySource: Entry["bySource"]) {
      expect(balanceBySource(journal.account)).toEqual(bySource);
    },
    owes(credits: number) {
      expect(journal.account.debt).toBe(credits);
    },
  };
}

function happening(step: Step): Happening {
  return typeof step === "string" ? passes(step) : step;
}

function rejectionOf(decision: Decision | undefined): unknown {
  return decision?.decision === "rejected" ? decision.rejection : decision;
}

function said(entry: Entry): ReadableEntry {
  return readable({ ...entry, key: `${entry.key.kind}/${entry.key.id}` }) as ReadableEntry;
}

// Movements in a test's words. An end that is not said does not matter to the test.

export function granted(credits: number, { source = "plan", ...rest }: Partial<SaidMovement> = {}): SaidMovement {
  return { type: "granted", credits, source, ...rest };
}

export function spent(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "spent", credits, source, ...(lot !== undefined && { lot }) };
}

/** Into the lot that had paid, as it was. */
export function restored(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "restored", credits, source, ...(lot !== undefined && { lot }) };
}

export function held(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "held", credits, source, ...(lot !== undefined && { lot }) };
}

export function captured(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "captured", credits, source, ...(lot !== undefined && { lot }) };
}

export function released(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "released", credits, source, ...(lot !== undefined && { lot }) };
}

export function expired(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "expired", credits, source, ...(lot !== undefined && { lot }) };
}

export function rolledOver(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "rolled-over", credits, source, ...(lot !== undefined && { lot }) };
}

export function forfeited(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "forfeited", credits, source, ...(lot !== undefined && { lot }) };
}

export function withdrawn(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "withdrawn", credits, source, ...(lot !== undefined && { lot }) };
}

/** Taken back with the money. */
export function clawedBack(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "clawed-back", credits, source, ...(lot !== undefined && { lot }) };
}

export function frozen(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "frozen", credits, source, ...(lot !== undefined && { lot }) };
}

export function thawed(credits: number, source: Source = "plan", lot?: number): SaidMovement {
  return { type: "thawed", credits, source, ...(lot !== undefined && { lot }) };
}
