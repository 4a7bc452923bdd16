import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { month } from "../support/omnia-story.ts";
import { expectRefused, writingNothing } from "../support/refused.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// A backend holds, delivers and captures, whatever the service: it does not know that upscaling costs nothing (O4).

const HOLDS = "POST /accounts/ada/holds";

let passbook: TestPassbook;
let hold: string;
const place = async (token: Token, line = HOLDS) => {
  const { body } = await passbook.call(line, { token, key: "hold", body: { service: "upscale", quantity: 3 } });
  return (body as { hold: { id: string } }).hold.id;
};
const ends = (how: "capture" | "release", body: unknown = {}, token = ada) =>
  passbook.call(`${HOLDS}/${hold}/${how}`, { token, key: `${how} it`, body });

beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
  hold = await place(ada);
});

describe("A hold of a free service", () => {
  it("[O4] [X9] is captured as any other: 0 is paid, there is no receipt, and nothing is written", () =>
    writingNothing(passbook, async () => {
      const answer = {
        spend: {
          id: expect.stringMatching(/^hold-end_[\w-]{43}$/),
          at: "2026-01-31T12:00:00.000Z",
          credits: 0,
          lots: [],
          service: "upscale",
          quantity: 3,
          options: {},
        },
        hold,
        released: 0,
        balance: 500,
      };
      for (const body of [{}, { credits: 0 }, {}]) {
        const { status, body: captured } = await ends("capture", body);
        expect(status).toBe(200);
        expect(captured).toEqual(answer);
      }
    }));

  it("[O4] [X9] is released as any other, and an operator ends it too", () =>
    writingNothing(passbook, async () => {
      for (const token of [ada, operator]) {
        const { status, body } = await ends("release", {}, token);
        expect(status).toBe(200);
        expect(body).toEqual({ hold, credits: 0, lots: [], balance: 500 });
      }
    }));

  it("[O4] has the same name for the same request, and another for another", async () => {
    expect(await place(ada)).toBe(hold);
    const other = await passbook.call(HOLDS, { token: ada, key: "other", body: { service: "upscale", quantity: 3 } });
    expect((other.body as { hold: { id: string } }).hold.id).not.toBe(hold);
  });

  it("[X9] never pays more than the nothing that it holds", async () => {
    for (const credits of [1, -1])
      await expectRefused(
        passbook,
        `${HOLDS}/${hold}/capture`,
        { token: ada, key: "more", body: { credits } },
        "invalid_request",
      );
    await expectRefused(
      passbook,
      `${HOLDS}/${hold}/release`,
      { token: ada, key: "more", body: { credits: 0 } },
      "invalid_request",
    );
  });

  it.each(["capture", "release"] as const)(
    "[X9] whose name nobody has signed is not there: its %s is refused",
    async (how) => {
      const [header = "", claims = "", signature = ""] = hold.split(".");
      const said = JSON.parse(Buffer.from(claims, "base64url").toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...said, service: "video" })).toString("base64url");
      const { body } = await passbook.call("POST /accounts/ada/quotes", { token: ada, body: { service: "upscale" } });
      const { quote } = body as { quote: string };
      for (const name of [`${header}.${forged}.${signature}`, quote, `free_${"a".repeat(43)}`])
        await expectRefused(
          passbook,
          `${HOLDS}/${name}/${how}`,
          { token: ada, key: "forged", body: {} },
          "hold_not_found",
        );
    },
  );

  it("[X9] is its account's alone", async () => {
    const token = { ...ada, accounts: ["ada", "eve"] };
    const line = `POST /accounts/eve/holds/${hold}/release`;
    await expectRefused(passbook, line, { token, key: "eve", body: {} }, "hold_not_found");
  });
});
