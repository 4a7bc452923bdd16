import { describe, expect, it } from "vitest";
import { EXIT, run } from "../../cli/run.ts";
import type { Drift, DriftKind } from "../../functions/reconcile/drift.ts";
import type { Reconciled } from "../../functions/reconcile/reconcile.ts";
import { handler } from "../../functions/reconcile.ts";
import { context } from "../support/gateway-event.ts";
import { finalState, hashOf } from "../support/story/final-state.ts";
import { newPerson, type Person } from "../support/story/person.ts";
import { heard, openStage, type Stage } from "../support/story/stage.ts";

/** What somebody does: before the webhooks are lost, and in the week in which they are. */
export interface Life {
  readonly before: (ada: Person) => Promise<void>;
  readonly week: (ada: Person, stage: Stage) => Promise<unknown>;
}

type Counts = Partial<Record<DriftKind, number>>;

const BEGINS = "2026-01-31T09:00:00Z";
const WEEK_ENDS = "2026-03-03T12:00:00Z";

const lambda = { ...context, getRemainingTimeInMillis: () => 900_000 };

const NOTHING = { events: 0, objects: 0 };

/** The endpoint of `npm start`. */
const ENDPOINT = "we_local";

/**
 * The same week of the same people three times: as it is told in time; without a single webhook, and then reconciled; and
 * without webhooks at a Stripe that has no events of it any more.
 * @param made how much differs after the week, as its story says.
 */
export async function weekWithoutWebhooks(product: string, lives: Readonly<Record<string, Life>>, made: Counts) {
  const stage = await openStage(product, { still: true });
  const listening = (is: boolean) => stage.stripe.webhookEndpoints.update(ENDPOINT, { disabled: !is });
  const begin = async (when: string) => {
    const people: Person[] = [];
    for (const [name, { before }] of Object.entries(lives)) {
      const person = await newPerson(stage, { account: `${name}-${when}`, begins: BEGINS });
      await before(person);
      people.push(person);
    }
    return people;
  };
  const live = async (people: readonly Person[]) => {
    for (const [place, { week }] of Object.values(lives).entries()) {
      const person = people[place] as Person;
      await week(person, stage);
      await person.until(WEEK_ENDS);
      await person.looksAround();
    }
  };
  const endsOf = (people: readonly Person[]) => Promise.all(people.map((person) => finalState(stage, person)));
  const told = { ends: [] as unknown[] };

  describe(product, () => {
    it("lives a week that is told in time, after which nothing differs", async () => {
      const people = await begin("told");
      await live(people);
      told.ends = await endsOf(people);
      expect(await reconciled(stage)).toMatchObject({ found: [], left: [], code: EXIT.done });
      await stage.forgets();
    });

    it("lives it without webhooks: the drift found is the drift made, and looking changes nothing", async () => {
      const people = await begin("dark");
      await listening(false);
      await live(people);
      const stored = await stage.items();
      const { found, left, code } = await reconciled(stage);
      expect(counts(found)).toEqual(made);
      expect(left).toEqual(found);
      expect(code).toBe(EXIT.wrong);
      expect(await stage.items()).toEqual(stored);

      const fixed = await reconciled(stage, "--fix");
      expect(counts(fixed.found)).toEqual(made);
      expect(fixed).toMatchObject({ left: [], failed: [], told: { objects: 0 }, code: EXIT.done });
      const ends = await endsOf(people);
      expect(ends).toEqual(told.ends);
      expect(ends.map(hashOf)).toEqual(told.ends.map(hashOf));

      const mended = await stage.items();
      expect(await reconciled(stage, "--fix")).toMatchObject({ found: [], failed: [], told: NOTHING, code: EXIT.done });
      expect(await stage.items()).toEqual(mended);
      await stage.forgets();
    });

    it("is mended by the objects alone, where Stripe has no events of that time any more", async () => {
      const people = await begin("late");
      await listening(false);
      await live(people);
      await forgetsEvents(stage);
      expect(counts((await reconciled(stage)).found)).toEqual(made);
      const fixed = await reconciled(stage, "--fix");
      expect(fixed).toMatchObject({ left: [], failed: [], told: { events: 0 }, code: EXIT.done });
      const ends = await endsOf(people);
      expect(ends.map(sinceTold)).toEqual(told.ends.map(sinceTold));

      const mended = await stage.items();
      expect(await reconciled(stage, "--fix")).toMatchObject({ found: [], failed: [], told: NOTHING });
      // As the schedule calls it.
      expect(await handler({ since: BEGINS, fix: true }, lambda)).toMatchObject({ found: [], left: [], next: null });
      expect(await stage.items()).toEqual(mended);
    });
  });
}

/** The command line, against the whole of a local stage. */
async function reconciled(stage: Stage, ...words: string[]): Promise<Reconciled & { readonly code: number }> {
  const printed: string[] = [];
  const code = await run(["reconcile", "--since", BEGINS, "--json", ...words], {
    env: { PASSBOOK_API: stage.api },
    now: () => Date.now(),
    print: (text) => printed.push(text),
    tell: (text) => text.includes("compared") || text.includes("told") || printed.push(text),
  });
  return { ...(JSON.parse(printed.join("\n")) as Reconciled), code };
}

function counts(drift: readonly Drift[]): Counts {
  const all: Counts = {};
  for (const { kind } of drift) all[kind] = (all[kind] ?? 0) + 1;
  return all;
}

/** As Stripe does after thirty days. */
async function forgetsEvents(stage: Stage): Promise<void> {
  const snapshot = await stage.control("snapshot");
  const tables = snapshot["tables"] as Record<string, unknown>;
  await heard(stage, stage.control("restore", { ...snapshot, tables: { ...tables, events: [] } }));
}

/** But for when a state of a subscription was told: an object says how it stands, and not since when. */
function sinceTold(end: unknown): unknown {
  return JSON.parse(JSON.stringify(end).replaceAll(/\\"toldAt\\":\d+/g, "")) as unknown;
}
