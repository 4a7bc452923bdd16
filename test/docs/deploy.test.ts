import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { COSTS_PAGE, costsPage } from "../../docs/costs.ts";
import { receiptKeys } from "../../functions/receipts/keys.ts";
import { firstLight } from "../../local/first-light.ts";
import { startPassbook } from "../../local/passbook.ts";
import { freshFolder } from "../local/open-gateway.ts";
import { blocks, linesOf, root, text } from "./guide.ts";
import { scratch } from "./scratch.ts";

// Whoever types what docs/deploy.md and docs/operate.md say.

const titled = (chosen: typeof blocks) => chosen.map((block) => [block.title, block] as const);

describe("every command that needs neither AWS nor Stripe does what it does", () => {
  let shell: ReturnType<typeof scratch>;
  beforeAll(async () => {
    // Its own engine, even where the run was given one: "demo" must be new to it.
    vi.stubEnv("DYNAMODB_ENDPOINT", "");
    const local = { policy: "omnia", port: 0, stripePort: 0, dataDir: freshFolder(), quiet: true };
    const passbook = await startPassbook(local);
    await firstLight(passbook, ".passbook");
    const scope = "credits:read credits:spend credits:manage";
    shell = scratch({
      PASSBOOK_API: passbook.api,
      ME: "ada",
      TOKEN: await passbook.issueToken({ sub: "ada", scope }),
      OPERATOR: await passbook.issueToken({ sub: "desk", accounts: [], scope: "credits:operate" }),
    });
    return passbook.stop;
  });
  afterAll(() => void vi.unstubAllEnvs());

  const runnable = blocks.filter(({ needs, isOfCi }) => needs === undefined && !isOfCi);
  it.each(titled(runnable))("%s", { timeout: 60_000 }, async (_, { commands }) => {
    // A copy of the sources without git has no commit to be held against.
    if (/\bHEAD\b/.test(commands) && !existsSync(new URL(".git", root))) return;
    const printed = await shell.run(commands);
    const statuses = [...printed.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toHaveLength([...commands.matchAll(/^curl -i /gm)].length);
    for (const status of statuses) expect(["200", "201"]).toContain(status);
  });

  it("the key that is made for them signs receipts", () => {
    const keys = receiptKeys([readFileSync(join(shell.folder, "receipts.pem"), "utf8")]);
    const token = keys.sign("passbook-receipt+jwt", { account: "ada" });
    expect(keys.read("passbook-receipt+jwt", token)).toEqual({ account: "ada" });
  });

  it("the settings are there to be filled in, and the page is built", () => {
    expect(readFileSync(join(shell.folder, ".env.dev"), "utf8")).toBe(text(".env.example"));
    expect(existsSync(join(shell.folder, "web", "dist", "index.html"))).toBe(true);
  });

  it("the others are those that CI runs", () => {
    const byCi = blocks.filter(({ needs, isOfCi }) => needs === undefined && isOfCi);
    expect(byCi.flatMap(({ commands }) => linesOf(commands))).toEqual(["npm run check", "npm run test:infra"]);
  });
});

describe("what needs AWS or Stripe", () => {
  const marked = titled(blocks.filter(({ needs }) => needs !== undefined));

  it.each(marked)("says so first, rightly, and can be typed: %s", (_, { needs, commands }) => {
    expect(["AWS", "Stripe", "AWS and Stripe"]).toContain(needs);
    expect(commands.startsWith(`# needs ${needs}\n`)).toBe(true);
    // Nothing is excused that could be run.
    expect(commands).toMatch(/\bsst |\baws |\bstripe |\$PASSBOOK_API/);
    execFileSync("bash", ["-n"], { input: commands });
  });
});

describe("the costs", () => {
  it("are as `npm run costs` writes them", () => {
    expect(readFileSync(COSTS_PAGE, "utf8")).toBe(costsPage());
  });
});
