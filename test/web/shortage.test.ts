import type { Account } from "@passbook/client";
import { omnia } from "@passbook/core/policies/omnia";
import { expect, it } from "vitest";
import { type Shortage, shortageOf } from "../../web/src/parts/shortage.ts";
import { reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { month, uses } from "../support/omnia-story.ts";
import { testPassbook } from "../support/test-passbook.ts";

it("[O12] what will be refused is foreseen as the refusal says it: how many are missing, what covers it, what comes", async () => {
  const passbook = await testPassbook({ policy: omnia });
  const spends = Array.from({ length: 8 }, (_, n) => ({ ...uses("video", "2026-02-01T13:00:00Z"), request: `r-${n}` }));
  await passbook.given("ada", month("2026-02-01", "2026-03-01"), ...spends);
  passbook.time.now = at("2026-02-10");
  const token = { ...reader("ada"), scope: "credits:read credits:spend" };
  const { body: view } = await passbook.call("GET /accounts/ada", { token });
  const refused = await passbook.call("POST /accounts/ada/spends", { token, key: "k", body: { service: "video" } });
  expect(refused).toMatchObject({ status: 402, body: { code: "insufficient_credits", short: 40 } });
  const { needed, available, short, nextRenewal, packs } = refused.body as Shortage;
  const foreseen = shortageOf(view as Account, 60, "video");
  expect(foreseen).toMatchObject({ needed, available, short, nextRenewal, packs });
});
