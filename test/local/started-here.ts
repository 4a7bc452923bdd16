import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

const script = new URL("../../local/start.ts", import.meta.url).pathname;

/** `npm start`, as npm runs it, up to where it has said everything, or has ended. */
export async function startedHere(settings: Record<string, string>) {
  const env = { ...process.env, PORT: "0", STRIPE_PORT: "0", DYNAMODB_ENDPOINT: "", ...settings };
  const child: ChildProcess = spawn(process.execPath, [script], { env });
  // It has ended by itself, unless the test has failed.
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit") as Promise<[number | null]>;
  let output = "";
  const said = new Promise<void>((resolve) => {
    const listen = (text: Buffer) => {
      output += text.toString();
      if (output.includes("Ctrl-C")) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  });
  await Promise.race([said, exited]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await exited)[0];
  };
  return {
    output: () => output,
    /** Where its interface is, as it has said. */
    api: () => /http:\/\/127\.0\.0\.1:\d+(?=\/accounts)/.exec(output)?.[0] ?? "",
    exitCode: async () => (await exited)[0],
    end,
  };
}
