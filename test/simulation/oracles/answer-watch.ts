import { type Account, balance, type Instant, type Policy, settle } from "@passbook/core";
import { type Asked, isTold, type Try } from "../world/caller.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { Violation } from "./violation.ts";

/** Holds every answer against what stood in the table between question and answer. */
export class AnswerWatch {
  readonly #policy: Policy;
  readonly #journal: JournalWatch;
  readonly #report: (violation: Violation) => void;

  constructor(policy: Policy, journal: JournalWatch, report: (violation: Violation) => void) {
    this.#policy = policy;
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
    if (asked.costs !== undefined && paid !== undefined && paid !== asked.costs)
      this.#report({ oracle: "I5", what: `${asked.line} costs ${asked.costs}, and is done for ${paid}` });
    if (status === 402 && !this.#wasTrue(asked, one, (account) => balance(account) === (body as Short).available))
      this.#report({ oracle: "L", what: `${asked.line}: ${one.answered.text}` });
    if (asked.verb === "balance" && status === 200)
      if (!this.#wasTrue(asked, one, (account) => balance(account) === (body as Short).balance))
        this.#report({ oracle: "L", what: `${asked.line}: ${one.answered.text}` });
    if (asked.verb === "statement" && status === 200) this.#statement(asked, one);
  }

  /** What was done is told in the same bytes, however often it is asked. */
  #sameAsBefore({ line, verb, tries, request }: Asked, { answered }: Try): void {
    if (request.key === undefined || verb === "free") return;
    const done = tries.map((one) => one.answered).filter(({ status = 0 }) => status >= 200 && status < 300);
    const [first] = done;
    if (first && done.includes(answered) && answered.text !== first.text)
      this.#report({ oracle: "I4", what: `${line} ${request.key}: ${answered.text} after ${first.text}` });
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
