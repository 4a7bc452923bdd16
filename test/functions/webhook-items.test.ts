import { describe, expect, it } from "vitest";
import { omniaPrices, packBought } from "../support/omnia-events.ts";
import { changed } from "../support/stripe-objects.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, passbookBeside } from "../support/webhook.ts";

describe("A session that does not name what was charged is read by its items", () => {
  const ITEMS = "/v1/checkout/sessions/cs_1/line_items?limit=100";
  const item = (lookupKey: string, quantity = 1) => ({ id: "li_1", price: omniaPrices.get(lookupKey), quantity });
  const unsaid = changed(packBought(), { id: "cs_1", metadata: { account: "ada" }, amount_subtotal: 38_00 });

  it("[O6] as many packs as it sold", async () => {
    const { passbook, stripe } = await passbookBeside({ [ITEMS]: listOf([item("omnia_pack_1000", 2)]) });
    expect(await deliver(passbook, unsaid, unsaid)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(2_000);
    expect(new Set(stripe.asked)).toEqual(new Set([`GET ${ITEMS}`, "GET /v1/customers/cus_ada"]));
  });

  it("metadata is never an amount: what was sold is granted, not what was claimed", async () => {
    const { passbook } = await passbookBeside({ [ITEMS]: listOf([item("omnia_pack_1000")]) });
    const claimed = changed(unsaid, { metadata: { account: "ada", pack: "pack_5000" }, amount_subtotal: 19_00 });
    await deliver(passbook, claimed);
    expect(await balanceOf(passbook)).toBe(1_000);
  });

  it.each([
    ["no pack", []],
    ["two of them", [item("omnia_pack_1000"), item("omnia_pack_5000")]],
  ])("and fails loudly where it sold %s", async (_, items) => {
    const { passbook } = await passbookBeside({ [ITEMS]: listOf(items) });
    expect(await deliver(passbook, unsaid)).toEqual([500]);
    expect(await passbook.parked()).toHaveLength(1);
  });
});
