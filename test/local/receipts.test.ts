import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { receiptsOf } from "../../docs/guides/verify-receipt.ts";
import { startPassbook } from "../../local/passbook.ts";
import { receiptKey } from "../../local/receipt-key.ts";
import { freshFolder } from "./open-gateway.ts";

vi.stubEnv("DYNAMODB_ENDPOINT", "");
const dataDir = freshFolder();
const passbook = await startPassbook({ policy: "omnia", port: 0, stripePort: 0, dataDir, quiet: true });
afterAll(passbook.stop);

const token = await passbook.issueToken({ sub: "ada", accounts: ["ada", "bea"] });
let keys = 0;
async function post(path: string, body: object, key = `key ${(keys += 1)}`) {
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": key };
  const response = await fetch(passbook.api + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Whether a spend is seen for the first time. */
function claims() {
  const seen = new Set<string>();
  return async (spend: string) => !seen.has(spend) && Boolean(seen.add(spend));
}

const image = { service: "image", options: { quality: "high" } };
const paid = receiptsOf(passbook.api);

describe("A backend that delivers what was paid for, over HTTP", () => {
  it("[O13] is shown a price, is paid it once, and verifies that by the dozen lines of the guide", async () => {
    const { body: quoted } = await post("/accounts/ada/quotes", image);
    expect(quoted).toMatchObject({ credits: 20, affordable: true });
    const spent = await post("/accounts/ada/spends", { quote: quoted["quote"] }, "first");
    expect(spent).toMatchObject({ status: 201, body: { spend: { credits: 20 }, balance: 30 } });
    expect(await post("/accounts/ada/spends", { quote: quoted["quote"] })).toMatchObject({ status: 409 });

    const receipt = String(spent.body["receipt"]);
    const delivery = { account: "ada", service: "image", claim: claims() };
    expect(await paid(receipt, delivery)).toMatchObject({ account: "ada", credits: 20, ...image });
    await expect(paid(receipt, delivery)).rejects.toThrow("used before");
    const again = await post("/accounts/ada/spends", { quote: quoted["quote"] }, "first");
    await expect(paid(String(again.body["receipt"]), delivery)).rejects.toThrow("used before");
  });

  it("[X9] does not deliver for somebody else, something else, or what is no receipt", async () => {
    const { body } = await post("/accounts/ada/spends", { service: "audio" });
    const receipt = String(body["receipt"]);
    const delivery = { account: "ada", service: "audio", claim: claims() };
    await expect(paid(receipt, { ...delivery, account: "bea" })).rejects.toThrow("something else");
    await expect(paid(receipt, { ...delivery, service: "video" })).rejects.toThrow("something else");
    const { body: quoted } = await post("/accounts/ada/quotes", { service: "audio" });
    await expect(paid(String(quoted["quote"]), delivery)).rejects.toThrow("typ");
    await expect(paid(token, delivery)).rejects.toThrow();
    await expect(paid(receipt.replace(/\.[\w-]{5}/, ".AAAAA"), delivery)).rejects.toThrow();
    expect(await paid(receipt, delivery)).toMatchObject({ service: "audio" });
  });

  it("finds in the guide the very lines that are tested here", () => {
    const read = (name: string) => readFileSync(new URL(`../../docs/guides/${name}`, import.meta.url), "utf8");
    expect(read("receipts.md")).toContain(`\`\`\`ts\n${read("verify-receipt.ts")}\`\`\``);
  });
});

it("the key is kept where the data is: a receipt outlives a restart there", () => {
  expect(receiptKey(dataDir)).toBe(receiptKey(dataDir));
  expect(receiptKey(freshFolder())).not.toBe(receiptKey(dataDir));
});
