import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runPush } from "../../cli/push/run.ts";
import { USAGE } from "../../cli/usage.ts";
import { anchorsOf, blocks, guides, linesOf, named, root, text } from "./guide.ts";

// What docs/deploy.md and docs/operate.md name is there, and is called so.

const settings = named(text(".env.example"), /^(?:# )?([A-Z_]+)=/gm).toSorted();

describe("what the pages name", () => {
  it.each(guides)("npm scripts, in $name", (page) => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: object };
    for (const script of named(page.text, /npm run (?:-s )?([a-z:]+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  it.each(guides)("files and headings, in $name", ({ links }) => {
    for (const [file, anchor] of links) {
      const target = new URL(`docs/${file}`, root);
      expect([file, existsSync(target)]).toEqual([file, true]);
      if (anchor !== undefined) expect(anchorsOf(readFileSync(target, "utf8"))).toContain(anchor);
    }
  });

  it.each(guides)("secrets, in $name", (page) => {
    const secrets = named(text("infra/secrets.ts"), /new sst\.Secret\("(\w+)"/g);
    for (const secret of named(page.text, /sst secret (?:set|remove) (\w+)/g)) expect(secrets).toContain(secret);
  });

  it("options of our own commands", async () => {
    const printed: string[] = [];
    const print = (usage: string) => printed.push(usage);
    await runPush(["--help"], { env: {}, now: Date.now, print, tell: print });
    const usages: Record<string, string> = { credits: USAGE, "stripe:push": printed.join("\n") };
    for (const line of blocks.flatMap(({ commands }) => linesOf(commands))) {
      const [, script = "", options = ""] = /npm run -s (credits|stripe:push) -- (.*)$/.exec(line) ?? [];
      for (const option of options.match(/--[a-z]+/g) ?? []) expect(usages[script]).toMatch(new RegExp(`${option}\\b`));
    }
  });
});

describe("settings", () => {
  it("are the same in .env.example, in infra/stage.ts and in docs/deploy.md", () => {
    const readers = /(?:\b(?:list|required|optional|count)\("|process\.env\.)([A-Z][A-Z_]+)/g;
    expect(named(text("infra/stage.ts"), readers).toSorted()).toEqual(settings);
    const [, table = ""] = /^\| setting \|.*\n([^]*?)\n\n/m.exec(text("docs/deploy.md")) ?? [];
    const explained = table.split("\n").flatMap((row) => named(row.split("|")[1] ?? "", /`([A-Z_]+)`/g));
    expect(explained.toSorted()).toEqual(settings);
  });

  it("that functions read are told them by the infrastructure; only the local stage has another Stripe", () => {
    const told = text("infra/lambda.ts") + text("infra/functions.ts");
    const read = named(text("functions/config.ts"), /process\.env\["([A-Z_]+)"\]/g);
    const untold = read.filter((name) => !new RegExp(`\\b${name}: `).test(told));
    expect(untold).toEqual(["STRIPE_API_URL"]);
    expect(text("local/environment.ts")).toContain("STRIPE_API_URL: ");
  });

  it.each(guides)("that $name sets are those, or what our commands and AWS's read", (page) => {
    const ofCommands = named(`${USAGE} STAGE LOGS TABLE API_VERSION`, /\b([A-Z]+(?:_[A-Z]+)*)\b/g);
    const known = [...settings, ...ofCommands, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];
    for (const name of named(page.text, /`([A-Z]+(?:_[A-Z]+)+)[`=]/g)) expect(known).toContain(name);
  });
});
