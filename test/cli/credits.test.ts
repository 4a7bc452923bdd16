import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { EXIT, run } from "../../cli/run.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { headItem } from "../../functions/ledger/items.ts";
import { firstLight } from "../../local/first-light.ts";
import { startPassbook } from "../../local/passbook.ts";
import { freshFolder } from "../local/open-gateway.ts";

// The support desk's command line, against all that `npm start` runs.

// Its own engine, even where the run was given one: "demo" must be new to it.
vi.stubEnv("DYNAMODB_ENDPOINT", "");
const passbook = await startPassbook({ policy: "omnia", port: 0, stripePort: 0, dataDir: freshFolder(), quiet: true });
afterAll(passbook.stop);
beforeAll(async () => void (await firstLight(passbook, ".passbook")));

interface Told {
  readonly id: string;
  readonly type: string;
  readonly account: string;
}

/** What is printed, what is told beside it, and how it ends. */
async function credits(line: string, env: Readonly<Record<string, string>> = {}) {
  const [printed, told]: [string[], string[]] = [[], []];
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
  const code = await run(words, {
    env: { PASSBOOK_API: passbook.api, ...env },
    now: () => Date.now(),
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join("\n"), told: told.join("\n") };
}

async function json<T>(line: string): Promise<T> {
  const { code, printed, told } = await credits(`${line} --json`);
  expect([code, told]).toEqual([EXIT.done, ""]);
  return JSON.parse(printed) as T;
}

describe("npm run credits", () => {
  it("[N4] balance: what can be spent, by source, and what comes next", async () => {
    const { code, printed } = await credits("balance demo");
    expect(code).toBe(EXIT.done);
    expect(printed).toMatch(/^demo has 500 credits at \d{4}-\d\d-\d\d \d\d:\d\d\.$/m);
    expect(printed).toMatch(/^plan +500$/m);
    expect(printed).toMatch(/^The next 500 of creator are due at /m);
  });

  it("balance --at: of the past no renewal is told, and none is denied", async () => {
    const { code, printed } = await credits(`balance demo --at ${new Date().toISOString()}`);
    expect(code).toBe(EXIT.done);
    expect(printed).toMatch(/^demo has 500 credits at /);
    expect(printed).not.toContain("renewal");
  });

  it("[M15] adjust, given and taken, and the statement that tells it", async () => {
    expect(await credits('adjust demo +25 --reason "Sorry for the outage"')).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(/^\+25 credits, line \d+: demo has 525 now\.$/),
    });
    expect(await credits('adjust demo -5 --reason "Given too many" --key once')).toMatchObject({ code: EXIT.done });
    expect(await credits('adjust demo -5 --reason "Given too many" --key once')).toMatchObject({
      printed: expect.stringContaining("demo has 520 now"),
    });
    const { printed } = await credits("statement demo --limit 2 --type adjusted");
    expect(printed.split("\n").slice(2)).toEqual([
      expect.stringMatching(/adjusted +-5 +520 +Given too many +credits-cli$/),
      expect.stringMatching(/adjusted +\+25 +525 +Sorry for the outage +credits-cli$/),
    ]);
  });

  it("[M15] statement: who did it, and for whom, where that is another", async () => {
    const send = async (method: string, path: string, body: object, token = "") => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": path };
      const answer = await fetch(`${passbook.api}${path}`, { method, headers, body: JSON.stringify(body) });
      return (await answer.json()) as { token: string; spend: { id: string } };
    };
    const tokenOf = async (sub: string, scope: string) =>
      (await send("POST", "/local/tokens", { sub, accounts: ["crew"], scope })).token;
    const [desk, ada] = [await tokenOf("desk", "credits:operate"), await tokenOf("ada", "credits:spend")];
    await credits('adjust crew +100 --reason "A start"');
    await send("PATCH", "/accounts/crew", { members: { ada: {} } }, desk);
    const { spend } = await send("POST", "/accounts/crew/spends", { service: "image" }, ada);
    await send("POST", `/accounts/crew/spends/${spend.id}/cancel`, { reason: "It failed" }, desk);
    const { printed } = await credits("statement crew --limit 2 --type spent,re-credited");
    expect(printed.split("\n").slice(2)).toEqual([
      expect.stringMatching(/ 100 +It failed +desk for ada$/),
      expect.stringMatching(/ 90 +image +ada$/),
    ]);
  });

  it("[M15] explain: every lot with where it came from, what ended, and that it adds up", async () => {
    const { code, printed } = await credits("explain demo");
    expect(code).toBe(EXIT.done);
    expect(printed).toMatch(/^demo has 520 credits at /);
    expect(printed).toMatch(
      /^ *495 +plan +\S+ \S+ +first allowance \(in_\w+\), line 3 +500 granted, 5 spent +\S+ \S+$/m,
    );
    expect(printed).toMatch(/^ *25 +adjustment +\S+ \S+ +Sorry for the outage, line \d+ +25 granted +never$/m);
    expect(printed).toMatch(/It adds up: \d+ lines, and every lot is the sum of its movements\.$/);
    const told = await json<{ addsUp: boolean; lots: { left: number }[]; gone: { source: string }[] }>("explain demo");
    expect(told).toMatchObject({ addsUp: true, lots: [{ left: 495 }, { left: 25 }] });
  });

  it("[X2] replay: an event again, kept or Stripe's, changes nothing that it has done", async () => {
    const listed = await fetch(`${passbook.stripe.url}/v1/events?type=invoice.paid`, {
      headers: { authorization: `Bearer ${passbook.stripe.apiKey}` },
    });
    const { data } = (await listed.json()) as { data: { id: string }[] };
    const [{ id } = { id: "" }] = data;
    expect(await credits(`replay ${id}`)).toMatchObject({
      code: EXIT.done,
      printed: `${id} is delivered (Stripe's), and was answered 200.`,
    });
    const kept = await fetch(`${passbook.stripe.url}/v1/events/${id}`, {
      headers: { authorization: `Bearer ${passbook.stripe.apiKey}` },
    });
    const event = { ...((await kept.json()) as object), id: "evt_kept" };
    await tableHere().parkEvent({
      id: "evt_kept",
      createdAt: 1_000,
      because: "nobody is named",
      event: JSON.stringify(event),
    });
    expect(await credits("replay evt_kept")).toMatchObject({
      code: EXIT.done,
      printed: "evt_kept is delivered (the one that was kept), and was answered 200.",
    });
    expect(await json<{ balance: number }>("balance demo")).toMatchObject({ balance: 520 });
    expect(await credits("replay evt_unknown")).toMatchObject({
      code: EXIT.failed,
      told: expect.stringContaining("was not kept, and Stripe answers 404"),
    });
  });

  it("parked: what could not be read, with its reason; played again it waits no more, and what still can't be read does", async () => {
    const strange = {
      id: "evt_strange",
      object: "event",
      type: "invoice.paid",
      api_version: "2020-08-27",
      created: 2,
      livemode: false,
    };
    await tableHere().parkEvent({
      id: "evt_strange",
      createdAt: 2_000,
      because: "it is rendered in 2020-08-27",
      event: JSON.stringify({ ...strange, data: { object: {} } }),
    });
    const kept = { ...strange, id: "evt_simple", api_version: "2026-10-28.endive", type: "customer.created" };
    await tableHere().parkEvent({
      id: "evt_simple",
      createdAt: 1_000,
      because: "it came too early",
      event: JSON.stringify({ ...kept, data: { object: { id: "cus_nobody", object: "customer", metadata: {} } } }),
    });
    const { printed } = await credits("parked");
    expect(printed.split("\n").slice(2)).toEqual([
      expect.stringMatching(/^evt_simple +customer.created +1970-01-01 00:00 +it came too early$/),
      expect.stringMatching(/^evt_strange +invoice.paid +1970-01-01 00:00 +it is rendered in 2020-08-27$/),
    ]);
    const replayed = await credits("replay --parked");
    expect(replayed).toMatchObject({ code: EXIT.wrong, told: "evt_simple: 200\nevt_strange: 500" });
    expect(replayed.printed).toMatch(/^1 of 2 events are read now\.\nevt_strange: 500 unreadable_event: /);
    expect(await json<{ id: string }[]>("parked")).toMatchObject([{ id: "evt_strange" }]);
  });

  it("[X2] rebuild: the account that is stored is the one that its journal makes; where it is not, that is told", async () => {
    const same = await credits("rebuild demo --check");
    expect(same).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(/make the account that is stored\.$/),
    });
    const { account, version } = await tableHere().readHead("demo");
    await putHead({ account: { ...account, debt: 7 }, version });
    const wrong = await credits("rebuild demo --check");
    await putHead({ account, version });
    expect(wrong.code).toBe(EXIT.wrong);
    expect(wrong.printed).toMatch(/^debt +7 +0$/m);
  });

  it("announce: what a journal has told is told again on the local bus, under the same ids", async () => {
    const onTheBus = async () => {
      const { events } = (await (await fetch(`${passbook.api}/local/events`)).json()) as { events: { detail: Told }[] };
      return events.map(({ detail }) => detail).filter(({ account }) => account === "demo");
    };
    await vi.waitUntil(async () => (await onTheBus()).some(({ type }) => type === "credits.granted"));
    const before = await onTheBus();
    expect(await credits("announce demo")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(/^demo: /),
    });
    const after = await onTheBus();
    expect(after.length).toBeGreaterThan(before.length);
    expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
  });

  it("[X2] reconcile: what differs from Stripe is shown first, and told to the journal where that is meant", async () => {
    expect(await credits("reconcile")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(/^Nothing differs in \d+ objects of Stripe's\.$/),
    });
    const { balance } = await json<{ balance: number }>("balance demo");
    await stripePost("/v1/webhook_endpoints/we_local", "disabled=true");
    await stripePost("/test/buy", JSON.stringify({ account: "demo", pack: "pack_1000" }));
    const shown = await credits("reconcile --since 1d");
    expect(shown.code).toBe(EXIT.wrong);
    expect(shown.printed).toMatch(/^1 thing differs in \d+ objects of Stripe's: 1 session_not_granted\.$/m);
    expect(shown.printed).toMatch(/^demo +session_not_granted +cs_\w+$/m);
    expect(shown.printed).toContain("--fix tells the journal what it lacks.");
    expect(await json("balance demo")).toMatchObject({ balance });
    expect(await credits("reconcile --since 1d --fix")).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(
        /\d+ events and 0 objects were told to the journal\.\n\nNothing differs any more\.$/,
      ),
    });
    expect(await json("balance demo")).toMatchObject({ balance: balance + 1_000 });
    await stripePost("/v1/webhook_endpoints/we_local", "disabled=false");
  });

  it("reconcile: a deployed stage is its table and its Stripe, as the environment names them", async () => {
    const stage = {
      PASSBOOK_API: "http://127.0.0.1:9",
      SST_RESOURCE_Table: JSON.stringify({ name: passbook.dynamodb.table }),
      SST_RESOURCE_StripeSecretKey: JSON.stringify({ value: passbook.stripe.apiKey }),
      STRIPE_API_URL: passbook.stripe.url,
      POLICY: "omnia",
    };
    expect(await credits("reconcile", stage)).toMatchObject({
      code: EXIT.done,
      printed: expect.stringMatching(/^Nothing differs in \d+ objects/),
    });
    const wrong = { ...stage, STRIPE_SECRET_KEY: "sk_test_wrong" };
    const refused = await credits("reconcile", wrong);
    expect(refused).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^It stopped, and can be run again: Stripe answered StripeAuthenticationError/),
    });
    expect(refused.told).not.toContain("sk_test_");
    expect(await credits("reconcile", { ...stage, POLICY: "" })).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^POLICY is .*; there are /),
    });
  });

  it.each([
    ["", "What is to be done?"],
    ["spend demo", "There is no command spend."],
    ["toString demo", "There is no command toString."],
    ["reconcile demo", "reconcile takes no account"],
    ["reconcile --since yesterday", "--since is like 7d, 36h or 2026-01-31, not yesterday"],
    ["balance", "balance needs one account"],
    ["balance demo other", "balance needs one account"],
    ["adjust demo", "adjust needs an account and credits"],
    ["adjust demo five --reason x", "five is no whole number of credits"],
    ["adjust demo 5", "an adjustment needs --reason"],
    ["rebuild demo", "say --check"],
    ["replay demo", "demo is no id of an event"],
    ["replay evt_1 --parked", "an event id or --parked, not both"],
    ["statement demo --limit 0", "--limit is a whole number"],
    ["balance demo --colour red", "Unknown option '--colour'"],
  ])("what is not understood ends with 2, and with how it is used: %s", async (line, sentence) => {
    const { code, printed, told } = await credits(line);
    expect([code, printed]).toEqual([EXIT.misunderstood, ""]);
    expect(told).toContain(sentence);
    expect(told).toContain("Usage: npm run credits");
  });

  it("what is refused ends with 1, in the words of the answer", async () => {
    expect(await credits("balance nobody")).toMatchObject({
      code: EXIT.failed,
      told: "404 account_not_found: No account of this id can be reached with this token.",
    });
    expect(await credits('adjust demo -9999 --reason "x"')).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^402 insufficient_credits: This costs 9999 credits/),
    });
    expect(await credits("rebuild nobody --check")).toMatchObject({
      code: EXIT.failed,
      told: "nobody was never written.",
    });
    expect(await credits("balance demo --token nonsense")).toMatchObject({
      code: EXIT.failed,
      told: "401: Unauthorized",
    });
    expect(await credits("balance demo --api http://127.0.0.1:9")).toMatchObject({
      code: EXIT.failed,
      told: "Nothing answers at http://127.0.0.1:9/local: is it running?",
    });
  });

  it("--help ends with 0", async () => {
    expect(await credits("--help")).toMatchObject({ code: EXIT.done, printed: expect.stringMatching(/^Usage: /) });
  });
});

async function stripePost(path: string, body: string): Promise<void> {
  const authorization = `Bearer ${passbook.stripe.apiKey}`;
  const { status } = await fetch(passbook.stripe.url + path, { method: "POST", headers: { authorization }, body });
  expect(status).toBe(200);
}

function clientHere(): DynamoDBClient {
  return new DynamoDBClient({ endpoint: passbook.dynamodb.endpoint });
}

function tableHere() {
  return dynamoTable(passbook.dynamodb.table, clientHere());
}

async function putHead(head: Parameters<typeof headItem>[0]): Promise<void> {
  const Item = marshall(headItem(head), { removeUndefinedValues: true });
  await clientHere().send(new PutItemCommand({ TableName: passbook.dynamodb.table, Item }));
}
