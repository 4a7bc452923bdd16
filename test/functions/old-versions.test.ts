import { describe, expect, it } from "vitest";
import { isHandled } from "../../functions/stripe/translate.ts";
import { beside, eventsIn, hasFixtures } from "../support/fixtures.ts";
import { signature } from "../support/signed.ts";
import { testPassbook } from "../support/test-passbook.ts";

// What a mis-configured endpoint sends: events that are rendered in versions of Stripe's API from 2020 on.

describe.runIf(hasFixtures)(`An event of an old version${beside}`, () => {
  it.each([...eventsIn("events-2020")])("is refused loudly and kept, or is nothing to us: %s", async (_, event) => {
    const passbook = await testPassbook({ livemode: event.livemode });
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, passbook.time.now) };
    const isRead = isHandled(event);
    expect(await passbook.call("POST /stripe/webhook", { body, headers })).toMatchObject(
      isRead ? { status: 500, body: { code: "unreadable_event" } } : { status: 200, body: { received: true } },
    );
    expect(passbook.log).toHaveLength(isRead ? 1 : 0);
    expect(await passbook.items()).toEqual({});
    expect((await passbook.parked()).map((kept) => JSON.parse(kept))).toEqual(isRead ? [event] : []);
  });
});
