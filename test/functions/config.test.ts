import { Resource } from "sst/resource";
import { afterEach, describe, expect, it, vi } from "vitest";
import { config } from "../../functions/config.ts";

/** What a deployment finds: its environment, and its links, which SST keeps in one object. */
function deployed(environment: Record<string, string>, linked: Record<string, object> = {}) {
  const links = {
    Table: { name: "credits" },
    ReceiptKey: { value: "key 1" },
    ReceiptKeyOther: { value: "" },
    StripeSecretKey: { value: "sk_1" },
    StripeWebhookSecret: { value: "whsec_1" },
    StripeWebhookSecretNext: { value: "" },
  };
  Object.assign(Resource, links, linked);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("A deployment", () => {
  it("knows its policy, its mode, its table and its secrets", () => {
    deployed({ POLICY: "omnia", STRIPE_MODE: "live" });
    expect(config.policy.name).toBe("omnia");
    expect(config.livemode).toBe(true);
    expect(config.tableName).toBe("credits");
    expect(config.stripeSecretKey).toBe("sk_1");
    expect(config.webhookSecrets).toEqual(["whsec_1"]);
    expect(config.receiptKeys).toEqual(["key 1"]);
    expect(config.stripeApiUrl).toBeUndefined();
  });

  it("takes two of each while one replaces the other, and another Stripe where one is named", () => {
    const next = { StripeWebhookSecretNext: { value: "whsec_2" }, ReceiptKeyOther: { value: "key 2\n" } };
    deployed({ STRIPE_MODE: "test", STRIPE_API_URL: "http://127.0.0.1:12111" }, next);
    expect(config.livemode).toBe(false);
    expect(config.webhookSecrets).toEqual(["whsec_1", "whsec_2"]);
    expect(config.receiptKeys).toEqual(["key 1", "key 2"]);
    expect(config.stripeApiUrl?.port).toBe("12111");
  });

  it.each(["", " ", "\n"])("refuses to start with a blank secret: %j", (value) => {
    deployed({}, { StripeWebhookSecret: { value }, StripeSecretKey: { value }, ReceiptKey: { value } });
    expect(() => config.receiptKeys).toThrow("ReceiptKey is blank");
    expect(() => config.webhookSecrets).toThrow("StripeWebhookSecret is blank");
    expect(() => config.stripeSecretKey).toThrow("StripeSecretKey is blank");
  });

  it("takes a secret that was read from a file without the end of its line", () => {
    deployed({}, { StripeWebhookSecret: { value: "whsec_1\n" }, StripeSecretKey: { value: "sk_1\r\n" } });
    expect(config.webhookSecrets).toEqual(["whsec_1"]);
    expect(config.stripeSecretKey).toBe("sk_1");
  });

  it("does not take a blank next secret for one", () => {
    deployed({}, { StripeWebhookSecretNext: { value: " \n" }, ReceiptKeyOther: { value: " \n" } });
    expect(config.receiptKeys).toEqual(["key 1"]);
    expect(config.webhookSecrets).toEqual(["whsec_1"]);
  });

  it.each(["", "Live", "prod", "true"])("refuses to start without saying which money is meant: %j", (mode) => {
    deployed({ STRIPE_MODE: mode });
    expect(() => config.livemode).toThrow("STRIPE_MODE");
  });

  it("knows where Stripe sends people back to, and refuses to ask Stripe for anything without", () => {
    deployed({ WEB_URL: "https://app.example/credits" });
    expect(config.webUrl).toBe("https://app.example/credits");
    for (const url of ["", "app.example", "javascript:alert(1)", "https://"]) {
      deployed({ WEB_URL: url });
      expect(() => config.webUrl).toThrow("WEB_URL");
    }
  });

  it.each(["", "omni", "constructor", "__proto__"])("refuses to start with a policy that there is not: %j", (name) => {
    deployed({ POLICY: name });
    expect(() => config.policy).toThrow("POLICY");
  });
});
