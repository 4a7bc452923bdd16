import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROBLEMS, Refusal } from "../../functions/http/problem.ts";
import { MAX_EVENT_BYTES, verifiedEvent } from "../../functions/stripe/verify.ts";
import { at } from "../support/instants.ts";
import { forAll } from "../support/properties.ts";
import { hmac, NEXT_SECRET, SECRET, signature } from "../support/signed.ts";

const now = at("2026-01-31T12:00:00Z");
const seconds = now / 1000;
const event = { id: "evt_1", object: "event", type: "invoice.paid", data: { object: { id: "in_é" } } };
const payload = JSON.stringify(event);
const v1 = hmac(payload, seconds);
const wrong = hmac(payload, seconds, "whsec_of_somebody_else");

/** An event whose bytes are no text: read leniently, its text is another. */
const broken = Buffer.from('{"object":"event","data":"\xFF"}', "latin1");

/** A delivery, as much of it as differs from a good one. */
interface Delivery {
  readonly body?: string | Buffer;
  readonly header?: string | undefined;
  readonly secrets?: readonly string[];
  readonly at?: number;
}

function verify(delivery: Delivery) {
  const { body = payload, secrets = [SECRET, NEXT_SECRET], at: receivedAt = now } = delivery;
  const header = "header" in delivery ? delivery.header : signature(body, now);
  return verifiedEvent(Buffer.from(body), header, secrets, receivedAt);
}

/** How a delivery fails; that it does not is a failure of the test. */
function failureOf(delivery: Delivery): unknown {
  try {
    return { accepted: verify(delivery) };
  } catch (error) {
    return error;
  }
}

function expectRefusal(failure: unknown) {
  expect(failure).toBeInstanceOf(Refusal);
  const { code, message } = failure as Refusal;
  expect(code).toBe("invalid_signature");
  expect(PROBLEMS[code][0]).toBe(400);
  expect(message).not.toMatch(/whsec_|[0-9a-f]{64}/);
}

describe("An event is believed", () => {
  it.each<[string, Delivery]>([
    ["that was signed with the current secret", {}],
    [
      "that was signed with the next secret, while the secret is rolled",
      { header: signature(payload, now, NEXT_SECRET) },
    ],
    ["of two signatures of which the first is right", { header: `t=${seconds},v1=${v1},v1=${wrong}` }],
    ["of two signatures of which the second is right", { header: `t=${seconds},v1=${wrong},v1=${v1}` }],
    ["of eight signatures of which the last is right", { header: `t=${seconds}${`,v1=${wrong}`.repeat(7)},v1=${v1}` }],
    ["that carries a test-mode signature beside the live one", { header: `t=${seconds},v1=${v1},v0=${wrong}` }],
    ["that carries a scheme of another day beside it", { header: `t=${seconds},v1=${v1},v2=abc,v0=${wrong}` }],
    ["that was signed 300 seconds ago", { at: now + 300_000 }],
    ["that was signed 300 seconds ahead of our clock", { at: now - 300_000 }],
    ["when our clock stands within a second", { at: now + 300_999 }],
  ])("%s", (_, delivery) => {
    expect(verify(delivery)).toEqual(event);
  });

  it("of exactly 256 KB", () => {
    const body = `${payload}${" ".repeat(MAX_EVENT_BYTES - Buffer.byteLength(payload))}`;
    expect(MAX_EVENT_BYTES).toBe(262_144);
    expect(verify({ body })).toEqual(event);
  });
});

describe("A header is refused as invalid_signature", () => {
  it.each<[string, string | undefined]>([
    ["absent", undefined],
    ["empty", ""],
    ["blank", " "],
    ["without a timestamp", `v1=${v1}`],
    ["with a timestamp that is no number", `t=NaN,v1=${hmac(payload, "NaN")}`],
    ["with an empty timestamp", `t=,v1=${hmac(payload, "")}`],
    ["with a negative timestamp", `t=-1,v1=${hmac(payload, -1)}`],
    ["with a timestamp in exponential form", `t=1e9,v1=${hmac(payload, "1e9")}`],
    ["with a fraction of a second", `t=${seconds}.5,v1=${hmac(payload, `${seconds}.5`)}`],
    ["with a timestamp of 20 digits", `t=${"9".repeat(20)},v1=${hmac(payload, "9".repeat(20))}`],
    [
      "with two timestamps, the first of them fresh",
      `t=${seconds},t=${seconds - 9_999},v1=${hmac(payload, seconds - 9_999)}`,
    ],
    ["with two timestamps, the last of them fresh", `t=${seconds - 9_999},t=${seconds},v1=${v1}`],
    ["with a second timestamp at the end", `t=${seconds},v1=${v1},t=${seconds}`],
    ["with a timestamp that was changed after signing", `t=${seconds + 1},v1=${v1}`],
    ["without a signature", `t=${seconds}`],
    ["with an empty signature", `t=${seconds},v1=`],
    ["with an empty signature beside a good one", `t=${seconds},v1=,v1=${v1}`],
    ["with a signature that is no hex", `t=${seconds},v1=${"z".repeat(64)}`],
    ["with a signature in upper case", `t=${seconds},v1=${v1.toUpperCase()}`],
    ["with a signature that is too short", `t=${seconds},v1=${v1.slice(1)}`],
    ["with a signature that is too long", `t=${seconds},v1=${v1}0`],
    ["with a signature that is not ASCII", `t=${seconds},v1=${"é".repeat(64)}`],
    ["with nine signatures, the last of them good", `t=${seconds}${`,v1=${wrong}`.repeat(8)},v1=${v1}`],
    ["with a signature by an unknown secret", `t=${seconds},v1=${wrong}`],
    ["with a test-mode signature only", `t=${seconds},v0=${v1}`],
    ["with a scheme that does not exist", `t=${seconds},v2=${v1}`],
    ["with white space", `t=${seconds}, v1=${v1}`],
    ["with a line break at its end", `t=${seconds},v1=${v1}\n`],
    ["joined of two headers", `t=${seconds},v1=${v1},t=${seconds},v1=${v1}`],
  ])("%s", (_, header) => {
    expectRefusal(failureOf({ header }));
  });
});

describe("A delivery is refused as invalid_signature", () => {
  it.each<[string, Delivery]>([
    ["301 seconds after it was signed", { at: now + 301_000 }],
    ["301 seconds before it was signed", { at: now - 301_000 }],
    ["changed by one byte", { body: payload.replace("in_é", "in_è"), header: signature(payload, now) }],
    ["with white space added", { body: `${payload} `, header: signature(payload, now) }],
    ["with a byte order mark added", { body: `\uFEFF${payload}`, header: signature(payload, now) }],
    ["with a byte order mark that was signed", { body: `\uFEFF${payload}` }],
    ["whose body is not UTF-8", { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
    ["whose bytes were mended before they were signed", { body: broken, header: signature(broken.toString(), now) }],
    ["without a body", { body: "" }],
    ["whose body is not JSON", { body: "{" }],
    ["of a signed null", { body: "null" }],
    ["of a signed number", { body: "5" }],
    ["of a signed string", { body: '"event"' }],
    ["of a signed array", { body: `[${payload}]` }],
    ["of a signed object that is no event", { body: '{"object":"invoice","data":{}}' }],
    ["of a signed event without data", { body: '{"object":"event"}' }],
    ["of a thin event without a name", { body: '{"object":"v2.core.event","data":{},"type":"v1.invoice.paid"}' }],
    [
      "of one byte more than 256 KB",
      { body: `${payload}${" ".repeat(MAX_EVENT_BYTES + 1 - Buffer.byteLength(payload))}` },
    ],
    ["where no secret is known", { secrets: [] }],
    ["signed with an empty secret, where ours is blank", { secrets: [""], header: signature(payload, now, "") }],
    ["signed with blanks, where ours is blank", { secrets: ["  "], header: signature(payload, now, "  ") }],
  ])("%s", (_, delivery) => {
    expectRefusal(failureOf(delivery));
  });
});

const token = fc.oneof(
  fc.constantFrom(
    "t=",
    "v1=",
    "v0=",
    ",",
    "=",
    " ",
    String(seconds),
    v1,
    wrong,
    "NaN",
    "-1",
    "\uD800",
    "é",
    "\n",
    "\0",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.nat().map(String),
);
const wellFormed = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `t=${seconds},v1=${hex}`);
const header = fc.oneof(
  fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join("")),
  wellFormed,
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.json(),
  fc.constant(`${payload} `),
);

describe("Whatever is sent", () => {
  it("an unsigned delivery is refused and nothing else is ever thrown", () => {
    forAll(fc.record({ header, body, at: fc.oneof(fc.constant(now), fc.integer()) }), (delivery) => {
      expectRefusal(failureOf(delivery));
    });
  });

  it("a signed body is an event, as it was signed, or is refused", () => {
    forAll(
      fc.oneof(
        body,
        fc.jsonValue().map((data) => JSON.stringify({ object: "event", data })),
      ),
      (signed) => {
        const failure = failureOf({ body: signed });
        if (failure instanceof Error) expectRefusal(failure);
        else expect(failure).toEqual({ accepted: JSON.parse(signed.toString()) });
      },
    );
  });
});
