import { type Account, balance, type Instant, type Policy, settle } from "@passbook/core";
import type { Answered } from "../../support/test-passbook.ts";
import { type Asked, isTold, type Try } from "../world/caller.ts";
import { UNKNOWN_YET } from "../world/release.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { Violation } from "./violation.ts";

/** Keys of what is asked of Stripe are remembered for a day (docs.stripe.com/api/idempotent_requests). */
export const REMEMBERED_MS = 23 * 3_600_000;
export const AT_STRIPE: ReadonlySet<string> = new Set(["checkout", "plan", "cancel", "resume", "portal"]);

/** A service whose price doubles, and when. */
export interface Dearer {
  readonly service: string;
  readonly from: Instant;
}

/** Holds every answer against what stood in the table between question and answer. */
export class AnswerWatch {
  readonly #policy: Policy;
  readonly #journal: JournalWatch;
  readonly #report: (violation: Violation) => void;

  readonly #dearer: Dearer | undefined;

  constructor(
    { policy, dearer }: { readonly policy: Policy; readonly dearer?: Dearer | undefined },
    journal: JournalWatch,
    report: (violation: Violation) => void,
  ) {
    this.#policy = policy;
    this.#dearer = dearer;
    this.#journal = journal;
    this.#report = report;
  }

  answered(asked: Asked, one: Try): void {
    const { status = 0, body } = one.answered;
    if (!isTold(one.answered)) return;
    if (asked.expects !== undefined && status !== asked.expects)
      this.#report({ oracle: "S", what: `${asked.line} as somebody else: ${status} ${one.answered.text}` });
    this.#sameAsBefore(asked, one);
    const paid = (body as Paid | undefined)?.spend?.credits;
    if (one.answered.text.includes(UNKNOWN_YET))
      this.#report({ oracle: "L", what: `${asked.line} tells what this generation does not know` });
    if (paid !== undefined && !this.#isPrice(asked, one, paid))
      this.#report({ oracle: "I5", what: `${asked.line} costs ${asked.costs}, and is done for ${paid}` });
    if (
      (body as Short | undefined)?.available !== undefined &&
      !this.#wasTrue(asked, one, (account) => balance(account) === (body as Short).available)
    )
      this.#report({ oracle: "L", what: `${asked.line}: ${one.answered.text}` });
    if (asked.verb === "balance" && status === 200)
      if (!this.#wasTrue(asked, one, (account) => balance(account) === (body as Short).balance))
        this.#report({ oracle: "L", what: `${asked.line}: ${one.answered.text}` });
    if (asked.verb === "statement" && status === 200) this.#statement(asked, one);
  }

  /** While two generations are deployed either's price may be asked, from the day on that the later one says. */
  #isPrice({ costs, request }: Asked, { end }: Try, paid: number): boolean {
    if (costs === undefined || paid === costs) return true;
    const isDearer = (request.body as { service?: string }).service === this.#dearer?.service;
    return isDearer && end >= (this.#dearer?.from ?? 0) && paid === 2 * costs;
  }

  /** What was done is told in the same bytes, however often it is asked. */
  #sameAsBefore({ line, verb, tries, request }: Asked, { answered }: Try): void {
    if (request.key === undefined || verb === "free") return;
    const done = tries.filter((one) => isDone(one.answered));
    const [first] = done;
    const isForgotten = AT_STRIPE.has(verb) && done.some(({ end }) => end - (first?.begin ?? 0) > REMEMBERED_MS);
    if (first && isDone(answered) && !isForgotten && answered.text !== first.answered.text)
      this.#report({ oracle: "I4", what: `${line} ${request.key}: ${answered.text} after ${first.answered.text}` });
  }

  /** Whether it holds for a head that stood between question and answer. */
  #wasTrue({ account: id }: Asked, { begin, end }: Try, holds: (account: Account) => boolean): boolean {
    const { versions } = this.#journal.book(id);
    return versions.some(({ from, account }, index) => {
      const until = versions[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      const stood = from <= end && until >= begin;
      return stood && (holds(this.#settled(account, begin)) || holds(this.#settled(account, end)));
    });
  }

  #settled(account: Account, now: Instant): Account {
    return settle(this.#policy, account, Math.max(now, account.at)).account;
  }

  /** Newest first, without a gap; complete means from the newest that stood when it was asked. */
  #statement(asked: Asked, one: Try): void {
    const { entries, complete } = one.answered.body as Statement;
    const seqs = entries.map(({ seq }) => seq);
    const isInOrder = seqs.every((seq, index) => index === 0 || seq < (seqs[index - 1] ?? 0));
    if (!isInOrder) this.#report({ oracle: "L", what: `${asked.line} is in no order: ${seqs.join(" ")}` });
    if (!complete || asked.line.includes("?")) return;
    const isNewest = this.#wasTrue(asked, one, (account) => account.seq === (seqs[0] ?? 0));
    const isGapless = seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) - 1);
    if (!isNewest || !isGapless)
      this.#report({ oracle: "L", what: `${asked.line} says that it is complete: ${seqs.join(" ")}` });
  }
}

function isDone({ status = 0 }: Answered): boolean {
  return status >= 200 && status < 300;
}

interface Paid {
  readonly spend?: { readonly credits: number };
}

interface Short {
  readonly available?: number;
  readonly balance?: number;
}

interface Statement {
  readonly entries: readonly { readonly seq: number }[];
  readonly complete: boolean;
}
