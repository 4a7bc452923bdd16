import { adjust, balance, statement, type Told } from "./account-commands.ts";
import { announce } from "./announce.ts";
import { stageBus } from "./bus.ts";
import { type Connection, connect, type Environment, localParts } from "./connection.ts";
import { explain, explanationText } from "./explain.ts";
import { listParked, replayParked } from "./parked.ts";
import { rebuild } from "./rebuild.ts";
import { reconcile } from "./reconcile.ts";
import { replay } from "./replay.ts";
import { namedTable, storage } from "./storage.ts";
import { Failure, type Options, readArguments, USAGE, UsageError } from "./usage.ts";

/** What a command is given of the world around it. */
export interface Terminal {
  readonly env: Environment;
  readonly now: () => number;
  readonly print: (text: string) => void;
  /** How far a long work is, and what went wrong: beside what is printed. */
  readonly tell: (text: string) => void;
}

export const EXIT = { done: 0, failed: 1, misunderstood: 2, wrong: 3 } as const;

/** Runs a command line. @returns the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { options, words } = readArguments(args);
    if (options.help) {
      terminal.print(USAGE);
      return EXIT.done;
    }
    const { text, json, isWrong = false } = await command(words, options, terminal);
    terminal.print(options.json ? JSON.stringify(json, null, 2) : text);
    return isWrong ? EXIT.wrong : EXIT.done;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`${error.message}\n\n${USAGE}`);
      return EXIT.misunderstood;
    }
    if (!(error instanceof Failure)) throw error;
    terminal.tell(error.message);
    return EXIT.failed;
  }
}

type Commands = Readonly<Record<string, (connection: Connection, words: readonly string[]) => Promise<Told>>>;

async function command([name = "", ...words]: readonly string[], options: Options, terminal: Terminal): Promise<Told> {
  const { env, now, tell } = terminal;
  const one = (what: string) => {
    const [word, ...more] = words;
    if (word === undefined || more.length > 0) throw new UsageError(`${name} needs one ${what}`);
    return word;
  };
  if (name === "reconcile" && words.length > 0)
    throw new UsageError("reconcile takes no account: it goes through all of them");
  if (name === "reconcile" || name === "announce") {
    // A named table is a deployed stage's, of which nothing else need be reached.
    const local = namedTable(options, env) === undefined ? await localParts(options, env) : undefined;
    const stored = storage({ local }, options, env);
    if (name === "reconcile") return reconcile(stored, local, options, terminal);
    return announce(stored, stageBus(local, env), words, options, tell);
  }
  const commands: Commands = {
    balance: (to) => balance(to, one("account"), options),
    statement: (to) => statement(to, one("account"), options),
    adjust(to, [account, credits, ...more]) {
      if (account === undefined || credits === undefined || more.length > 0)
        throw new UsageError("adjust needs an account and credits");
      return adjust(to, account, credits, options);
    },
    async explain(to) {
      const json = await explain(to, one("account"), tell);
      return { text: explanationText(json), json, isWrong: !json.addsUp };
    },
    parked: (to) => listParked(storage(to, options, env)),
    replay(to) {
      if (options.parked && words.length > 0) throw new UsageError("replay takes an event id or --parked, not both");
      const again = { connection: to, storage: () => storage(to, options, env), env, now };
      return options.parked ? replayParked(again, tell) : replay(again, one("event id"));
    },
    rebuild(to) {
      if (!options.check) throw new UsageError("rebuild only compares: say --check");
      return rebuild(storage(to, options, env), one("account"), tell);
    },
  };
  const chosen = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!chosen) throw new UsageError(name === "" ? "What is to be done?" : `There is no command ${name}.`);
  return chosen(await connect(options, env), words);
}
