import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { EXIT, run } from "../../cli/run.ts";
import { routes } from "../../functions/routes.ts";
import { jwtAuthorizer } from "../../local/gateway/authorizer.ts";
import { startGateway } from "../../local/gateway/server.ts";
import { openIssuer } from "../../local/issuer.ts";
import { freshFolder } from "../local/open-gateway.ts";
import { planPaid } from "../support/omnia-events.ts";
import { month } from "../support/omnia-story.ts";
import { SECRET } from "../support/signed.ts";
import { testPassbook } from "../support/test-passbook.ts";

// A deployed stage has an HTTP interface and a table, and nothing of `/local`: all else the environment says.

const passbook = await testPassbook();
const issuer = await openIssuer(freshFolder());
const gateway = await startGateway({
  port: 0,
  routes,
  handlers: passbook.handlers,
  authorize: jwtAuthorizer(issuer),
});
afterAll(gateway.close);
beforeAll(() => passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z")));

// As AWS's own tools take it.
vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", inject("dynamodb"));

const stage = {
  PASSBOOK_API: `${gateway.url}/`,
  PASSBOOK_TOKEN: await issuer.issue({ sub: "desk", accounts: [], scope: "credits:operate" }),
  PASSBOOK_TABLE: passbook.tableName,
  STRIPE_WEBHOOK_SECRET: SECRET,
};

async function credits(line: string, env: Readonly<Record<string, string | undefined>> = stage) {
  const [printed, told]: [string[], string[]] = [[], []];
  const code = await run(line.split(" "), {
    env,
    now: () => passbook.time.now,
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join("\n"), told: told.join("\n") };
}

describe("npm run credits, with a deployed stage", () => {
  it("has nothing of a local one to ask", async () => {
    expect((await fetch(`${gateway.url}/local`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/local/tokens`, { method: "POST", body: '{"sub":"ada"}' })).status).toBe(404);
  });

  it("[N4] [M15] reads, explains and adjusts with the token that the environment has", async () => {
    expect(await credits("balance ada")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringContaining("ada has 500 credits"),
    });
    expect(await credits("adjust ada 5 --reason Sorry")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringContaining("ada has 505 now"),
    });
    expect(await credits("statement ada --limit 1")).toMatchObject({
      printed: expect.stringMatching(/\+5 .*Sorry +desk$/),
    });
    expect(await credits("explain ada")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringContaining("It adds up: 2 lines"),
    });
  });

  it("[X2] rebuilds from the table that PASSBOOK_TABLE, --table or `sst shell` names", async () => {
    const { PASSBOOK_TABLE: name, ...others } = stage;
    const done = { code: EXIT.done, printed: expect.stringMatching(/make the account that is stored\.$/) };
    expect(await credits("rebuild ada --check")).toMatchObject(done);
    expect(await credits(`rebuild ada --check --table ${name}`, others)).toMatchObject(done);
    const linked = { ...others, SST_RESOURCE_Table: JSON.stringify({ name, type: "sst.aws.Dynamo" }) };
    expect(await credits("rebuild ada --check", linked)).toMatchObject(done);
    expect(await credits("rebuild ada --check", others)).toEqual({
      code: EXIT.failed,
      printed: "",
      told: "Which table? Say --table, or set PASSBOOK_TABLE.",
    });
  });

  it("[X2] replays what was kept, signed with the environment's secret", async () => {
    // What was sold to ada is paid already by then: the event that is played again is somebody else's, and changes nothing.
    const event = { ...planPaid(), id: "evt_kept", type: "invoice.created" };
    await passbook.table.parkEvent({
      id: "evt_kept",
      createdAt: 1_000,
      because: "nobody was named",
      event: JSON.stringify(event),
    });
    expect(await credits("replay evt_kept")).toMatchObject({
      code: EXIT.done,
      printed: "evt_kept is delivered (the one that was kept), and was answered 200.",
    });
    const { STRIPE_WEBHOOK_SECRET: _, ...unsigned } = stage;
    const linked = { ...unsigned, SST_RESOURCE_StripeWebhookSecret: JSON.stringify({ value: SECRET }) };
    expect(await credits("replay evt_kept", linked)).toMatchObject({ code: EXIT.done });
    expect(await credits("replay evt_kept", unsigned)).toMatchObject({
      code: EXIT.failed,
      told: expect.stringContaining("Set STRIPE_WEBHOOK_SECRET"),
    });
    expect(await credits("replay evt_kept", { ...stage, STRIPE_WEBHOOK_SECRET: "whsec_other" })).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^400 invalid_signature/),
    });
    expect(await credits("replay evt_gone")).toMatchObject({
      code: EXIT.failed,
      told: "evt_gone was not kept. Set STRIPE_SECRET_KEY to ask Stripe for it.",
    });
  });

  it("is refused without a token, and with one that is not an operator's", async () => {
    const { PASSBOOK_TOKEN: _, ...nobody } = stage;
    expect(await credits("balance ada", nobody)).toMatchObject({
      code: EXIT.failed,
      told: `${gateway.url} is no local Passbook: say --token.`,
    });
    const reader = await issuer.issue({ sub: "eve", scope: "credits:read" });
    expect(await credits(`balance ada --token ${reader}`)).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^404 account_not_found/),
    });
  });
});
