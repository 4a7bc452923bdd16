import { describe, expect, it } from "vitest";
import { freshFolder } from "./open-gateway.ts";
import { startedHere } from "./started-here.ts";

describe("npm start", () => {
  it("ends in peace on SIGINT, SIGTERM and SIGHUP, and finds everything again", async () => {
    const DATA_DIR = freshFolder();
    const first = await startedHere({ DATA_DIR });
    expect(first.output()).toContain("Stripe sent a signed invoice.paid");
    expect(await first.end("SIGINT")).toBe(0);

    const again = await startedHere({ DATA_DIR });
    expect(again.output()).toContain("demo is as you left it: ");
    expect(await again.end("SIGTERM")).toBe(0);
  });

  it("says in one sentence that a port is taken", async () => {
    const running = await startedHere({ DATA_DIR: freshFolder() });
    const taken = new URL(running.api()).port;
    const refused = await startedHere({ DATA_DIR: freshFolder(), PORT: taken });
    expect(await refused.exitCode()).toBe(1);
    expect(refused.output()).toBe(
      `Port ${taken} is in use: stop what uses it, or set PORT and STRIPE_PORT to free ones.\n`,
    );
    expect(await running.end("SIGHUP")).toBe(0);
  });
});
