import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { freshFolder } from "./open-gateway.ts";

const script = new URL("../../local/start.ts", import.meta.url).pathname;

/** `npm start`, as npm runs it, up to where it has said everything, or has ended. */
async function start(settings: Record<string, string>) {
  const env = { ...process.env, PORT: "0", STRIPE_PORT: "0", DYNAMODB_ENDPOINT: "", ...settings };
  const child: ChildProcess = spawn(process.execPath, [script], { env });
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
  return { output: () => output, exitCode: async () => (await exited)[0], end };
}

describe("npm start", () => {
  it("ends in peace on SIGINT, SIGTERM and SIGHUP, and finds everything again", async () => {
    const DATA_DIR = freshFolder();
    const first = await start({ DATA_DIR });
    expect(first.output()).toContain("Stripe sent a signed invoice.paid");
    expect(await first.end("SIGINT")).toBe(0);

    const again = await start({ DATA_DIR });
    expect(again.output()).toContain("demo is as you left it: ");
    expect(await again.end("SIGTERM")).toBe(0);
  });

  it("begins anew with another product, on the same ports and as the same process, which its page then shows", async () => {
    const running = await start({ DATA_DIR: freshFolder() });
    const api = /http:\/\/127\.0\.0\.1:\d+(?=\/accounts)/.exec(running.output())?.[0] ?? "";
    expect(await (await fetch(api)).text()).toContain("<title>");
    const switched = await fetch(`${api}/local/product`, { method: "POST", body: '{"policy":"neume"}' });
    expect(switched.status).toBe(202);
    const policy = async () => ((await (await fetch(`${api}/local`)).json()) as { policy: string }).policy;
    await expect.poll(() => policy().catch(() => "none yet"), { timeout: 20_000 }).toBe("neume");
    await expect.poll(running.output, { timeout: 20_000 }).toContain("with the policy neume");
    expect(await running.end("SIGTERM")).toBe(0);
  });

  it("says in one sentence that a port is taken", async () => {
    const running = await start({ DATA_DIR: freshFolder() });
    const taken = /127\.0\.0\.1:(\d+)\/accounts/.exec(running.output())?.[1] ?? "";
    const refused = await start({ DATA_DIR: freshFolder(), PORT: taken });
    expect(await refused.exitCode()).toBe(1);
    expect(refused.output()).toBe(
      `Port ${taken} is in use: stop what uses it, or set PORT and STRIPE_PORT to free ones.\n`,
    );
    expect(await running.end("SIGHUP")).toBe(0);
  });
});
