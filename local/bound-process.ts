import { spawn } from "node:child_process";

/** A program that never outlives us. */
export interface BoundProcess {
  readonly hasEnded: () => boolean;
  /** Resolves when it has ended, to the last of what it wrote to standard error. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * The shell holds the reading end of a pipe whose writing end is ours alone. The kernel closes ours when we end, by
 * SIGKILL too, and then the shell ends the program. It waits for the program, so that the pid it kills is still the program's.
 */
const untilThePipeCloses = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3; kill "$program"; } >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$program"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
`;

const REMEMBERED_CHARACTERS = 4_000;

/** Starts a program that ends when we do, however we do. */
export function startBound(command: string, args: readonly string[]): BoundProcess {
  const shell = spawn("/bin/sh", ["-c", untilThePipeCloses, "sh", command, ...args], {
    // Its own process group: a Ctrl-C at the terminal is for us, and we end it when we have no more use for it.
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let lastWords = "";
  shell.stderr.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-REMEMBERED_CHARACTERS);
  });
  const ended = new Promise<string>((resolve) => {
    shell.once("error", (error) => resolve(error.message));
    shell.once("close", () => resolve(lastWords.trim()));
  });
  return {
    hasEnded: () => shell.exitCode !== null || shell.signalCode !== null,
    ended,
    stop: async () => {
      shell.stdin.destroy();
      await ended;
    },
  };
}
