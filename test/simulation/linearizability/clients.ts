import type { Command, Instant } from "@passbook/core";
import { balance } from "@passbook/core";
import type { Ledger } from "../../../functions/ledger/ledger.ts";
import type { Performed } from "../../../functions/ledger/perform.ts";
import type { Dice } from "../world/dice.ts";
import type { AccountOperation, Answer } from "./account-history.ts";

interface Setting {
  readonly dice: Dice;
  /** Another environment for each client. */
  readonly ledgers: readonly Ledger[];
  /** The account's time, which stands still. */
  readonly now: Instant;
  /** Counts on with every question and every answer. */
  readonly tick: () => number;
}

const ID = "ada";

/** Clients that ask at the same time, each one thing after the other, and all that they were answered. */
export async function history({ dice, ledgers, now, tick }: Setting, each: number): Promise<AccountOperation[]> {
  const operations: AccountOperation[] = [];
  const client = async (ledger: Ledger, name: number) => {
    const holds: { readonly key: string; readonly credits: number }[] = [];
    for (let n = 0; n < each; n += 1) {
      const key = `${name}/${n}`;
      const credits = dice.oneOf([10, 30, 50, 70]);
      const asked = { now, request: key, by: "ada", for: { credits, reason: "test" } };
      const hold = holds.at(-1);
      const begin = tick();
      const ask = (command: Command) =>
        ledger.perform(ID, command, { until: Number.POSITIVE_INFINITY, digest: key }).then(answerOf, () => undefined);
      const add = (operation: object, answer: Answer | undefined) =>
        operations.push({ ...operation, begin, end: answer && tick(), answer } as AccountOperation);
      switch (dice.oneOf(["spend", "spend", "spend", "hold", "end", "grant", "read"])) {
        case "spend":
          add({ type: "spend", key, credits }, await ask({ type: "Spend", ...asked }));
          break;
        case "hold":
          holds.push({ key, credits });
          add({ type: "hold", key, credits }, await ask({ type: "PlaceHold", ...asked }));
          break;
        case "end": {
          const placed = hold && (await ledger.find(ID, { kind: "req", id: hold.key }).catch(() => undefined));
          if (!placed || !hold) break;
          if (dice.chance(0.5)) {
            const part = dice.between(1, hold.credits);
            const command: Command = { type: "CaptureHold", now, by: "ada", hold: placed, credits: part };
            add({ type: "capture", key: hold.key, credits: part }, await ask(command));
          } else
            add(
              { type: "release", key: hold.key, credits: 0 },
              await ask({ type: "ReleaseHold", now, by: "ada", hold: placed }),
            );
          break;
        }
        case "grant": {
          const pack: Command = {
            type: "GrantPack",
            now,
            paidAt: now,
            pack: "pack_1000",
            quantity: 1,
            session: `cs_${key}`,
          };
          if (n % 3 === 0) add({ type: "grant", credits: 1_000 }, await ask(pack));
          break;
        }
        case "read": {
          const read = await ledger.read(ID, now).catch(() => undefined);
          add({ type: "read" }, read && { balance: balance(read.account) });
        }
      }
    }
  };
  await Promise.all(ledgers.map((ledger, name) => client(ledger, name)));
  return operations;
}

function answerOf(performed: Performed): Answer | undefined {
  switch (performed.result) {
    case "written":
    case "replayed":
      return { balance: performed.entry.balance };
    case "rejected":
      return performed.rejection.code === "insufficient_credits"
        ? { available: performed.rejection.available }
        : "ended";
    default:
      return "ended";
  }
}
