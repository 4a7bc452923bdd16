import { beforeAll, describe, expect, it } from "vitest";
import { beside, eventsIn, hasFixtures } from "../support/fixtures.ts";
import { signature } from "../support/signed.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// What a mis-configured endpoint sends: events that are rendered in versions of Stripe's API from 2020 on.

const READ = new Set(["invoice.paid", "checkout.session.completed", "checkout.session.async_payment_succeeded"]);

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
});

describe.runIf(hasFixtures)(`An event of an old version${beside}`, () => {
  it.each([...eventsIn("events-2020")])("is refused loudly, or is nothing to us: %s", async (_, event) => {
    const endpoint = await testPassbook({ table: passbook.tableName, livemode: event.livemode });
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, endpoint.time.now) };
    const isRead = READ.has(event.type);
    expect(await endpoint.call("POST /stripe/webhook", { body, headers })).toMatchObject(
      isRead ? { status: 500, body: { code: "unreadable_event" } } : { status: 200, body: { received: true } },
    );
    expect(endpoint.log).toHaveLength(isRead ? 1 : 0);
    expect(await passbook.items()).toEqual({});
  });
});
