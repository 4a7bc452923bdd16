import { beforeAll, describe, expect, it } from "vitest";
import { MAX_BODY_BYTES } from "../../functions/http/json.ts";
import type { ProblemCode } from "../../functions/http/problem.ts";
import { ada, operator } from "../support/gateway-event.ts";
import { month } from "../support/omnia-story.ts";
import { expectRefused } from "../support/refused.ts";
import { signature } from "../support/signed.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// Every body that the requests' rules name, at every verb that reads one. 400: it can't be read; 422: it says nothing that we do.

const SPENDS = "POST /accounts/ada/spends";
const malformed = "malformed_request";
const invalid = "invalid_request";

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

let keys = 0;
const newKey = () => `key ${(keys += 1)}`;
const spend = (body: string | Buffer, token = ada) => ({ token, key: newKey(), body });

const nested = (depth: number, open: string, close: string) =>
  `{"service":${open.repeat(depth)}1${close.repeat(depth)}}`;

/** What is no JSON object of ours, whoever reads it. */
const UNREADABLE: [string, string | Buffer][] = [
  ["nothing", ""],
  ["white space", " \n"],
  ["null", "null"],
  ["true", "true"],
  ["a number", "5"],
  ["a string", '"image"'],
  ["an array", "[]"],
  ["an array of a body", '[{"service":"image"}]'],
  ["half an object", '{"service":'],
  ["an object and more", '{"service":"image"} {}'],
  ["a comma too many", '{"service":"image",}'],
  ["single quotes", "{'service':'image'}"],
  ["a comment", '{"service":"image"/* */}'],
  ["a form", "service=image&quantity=1"],
  ["a byte order mark before it", '\uFEFF{"service":"image"}'],
  ["bytes that are not UTF-8", Buffer.from('{"service":"im\xE4ge"}', "latin1")],
  ["half of a surrogate pair in bytes", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ["UTF-16", Buffer.from('{"service":"image"}', "utf16le")],
  ["a control character in a string", '{"service":"ima\nge"}'],
  ["an escape that does not exist", '{"service":"\\x69mage"}'],
  ["a key twice, with different values", '{"service":"image","service":"upscale"}'],
  ["a key twice, once in escapes", '{"service":"image","s\\u0065rvice":"upscale"}'],
  ["arrays nested 100,000 deep", nested(100_000, "[", "]")],
  ["objects nested 100,000 deep", nested(100_000, '{"a":', "}")],
  ["arrays nested 40 deep", nested(40, "[", "]")],
  ["arrays nested as deep as fits", nested(8_000, "[", "]")],
  ["objects nested as deep as fits", nested(2_700, '{"a":', "}")],
  ["one byte too many", `{"service":"image"}${" ".repeat(MAX_BODY_BYTES - 18)}`],
];

/** How a whole number may not be written, and which it may not be. */
const NUMBERS: [string, ProblemCode][] = [
  ["1.0", malformed],
  ["1.5", malformed],
  ["1e2", malformed],
  ["1E2", malformed],
  ["1e400", malformed],
  ["9007199254740993", malformed],
  ["-9007199254740993", malformed],
  ["9".repeat(400), malformed],
  ["-0", malformed],
  ["01", malformed],
  ["+1", malformed],
  [".5", malformed],
  ["1.", malformed],
  ["0x1", malformed],
  ["1_000", malformed],
  ["NaN", malformed],
  ["Infinity", malformed],
  ["undefined", malformed],
  ["0", invalid],
  ["-1", invalid],
  ["1000000000001", invalid],
  ["9007199254740991", invalid],
  ['"5"', invalid],
  ['""', invalid],
  ["null", invalid],
  ["true", invalid],
  ["[1]", invalid],
  ['{"valueOf":1}', invalid],
];

/** JSON objects that are no spend, as those who may ask for a service or an amount would send them. */
const INVALID: [string, string][] = [
  ["nothing in it", "{}"],
  ["an unknown field", '{"service":"image","tip":1}'],
  ["a field in another case", '{"Service":"image"}'],
  ["__proto__ beside the service", '{"service":"image","__proto__":{"quantity":5}}'],
  ["__proto__ with the service in it", '{"__proto__":{"service":"image"}}'],
  ["constructor", '{"service":"image","constructor":{"prototype":{"credits":0}}}'],
  ["a field of half a surrogate pair", '{"service":"image","\\ud800":1}'],
  ["an account in the body", '{"service":"image","account":"bea"}'],
  ["a price in the body", '{"service":"image","price":0}'],
  ["a service that is null", '{"service":null}'],
  ["a service that is a number", '{"service":5}'],
  ["a service that is an array", '{"service":["image"]}'],
  ["a service that is nested 20 deep", nested(20, "[", "]")],
  ["a service that is an object", '{"service":{"id":"image"}}'],
  ["an empty service", '{"service":""}'],
  ["an unknown service", '{"service":"portrait"}'],
  ["a service in another case", '{"service":"Image"}'],
  ["a service with white space", '{"service":"image "}'],
  ["a service with a line break", '{"service":"image\\n"}'],
  ["a service of 65 characters", `{"service":"${"x".repeat(65)}"}`],
  ["a service that every object has", '{"service":"constructor"}'],
  ["the service __proto__", '{"service":"__proto__"}'],
  ["options that are null", '{"service":"image","options":null}'],
  ["options that are a list", '{"service":"image","options":["high"]}'],
  ["an unknown option", '{"service":"image","options":{"size":"high"}}'],
  ["an option of another service", '{"service":"audio","options":{"quality":"high"}}'],
  ["__proto__ as an option", '{"service":"image","options":{"__proto__":{"quality":"high"}}}'],
  ["an unknown choice", '{"service":"image","options":{"quality":"ultra"}}'],
  ["a choice that every object has", '{"service":"image","options":{"quality":"toString"}}'],
  ["a choice that is no word", '{"service":"image","options":{"quality":1}}'],
  ["a start of what is not booked", '{"service":"image","startsAt":"2036-01-31T12:00:00Z"}'],
  ["a start that is null", '{"service":"image","startsAt":null}'],
  ["a start in milliseconds", '{"service":"image","startsAt":1769860800000}'],
  ["more than 10^12 credits in all", '{"service":"image","quantity":1000000000000}'],
];

/** Reasons that no statement could show. */
const REASONS: [string, string][] = [
  ["absent", "{}"],
  ["null", '{"reason":null}'],
  ["a number", '{"reason":5}'],
  ["empty", '{"reason":""}'],
  ["of 201 characters", `{"reason":"${"x".repeat(201)}"}`],
  ["with a NUL", '{"reason":"a\\u0000b"}'],
  ["of two lines", '{"reason":"a\\nb"}'],
  ["with an escape sequence", '{"reason":"a\\u001b[31mb"}'],
  ["with a C1 control character", '{"reason":"a\\u0085b"}'],
  ["with the first half of a surrogate pair", '{"reason":"a\\ud83d"}'],
  ["with the second half of a surrogate pair", '{"reason":"\\ude00a"}'],
  ["beside a service", '{"reason":"x","service":"image"}'],
  ["beside __proto__", '{"reason":"x","__proto__":null}'],
];

describe("A spend is refused where its body is", () => {
  it.each(UNREADABLE)("%s", (_, body) => expectRefused(passbook, SPENDS, spend(body), malformed));
  it.each(INVALID)("%s", (_, body) => expectRefused(passbook, SPENDS, spend(body), invalid));
  it.each(INVALID)("%s, and an operator sends it", (_, body) =>
    expectRefused(passbook, SPENDS, spend(body, operator), invalid),
  );

  it.each([
    ["the service", "service", '{"service":""}'],
    ["the option", "options.size", '{"service":"image","options":{"size":"high"}}'],
    ["the choice", "options.quality", '{"service":"image","options":{"quality":"toString"}}'],
    ["the field", "__proto__", '{"service":"image","__proto__":1}'],
  ])("and is told where it is wrong: %s", async (_, field, body) => {
    const { body: told } = await passbook.call(SPENDS, spend(body));
    expect(told).toMatchObject({ problems: expect.arrayContaining([{ field, message: expect.any(String) }]) });
  });
});

describe.each([
  ["a quantity", (number: string) => spend(`{"service":"image","quantity":${number}}`)],
  ["an option", (number: string) => spend(`{"service":"image","options":{"length":${number}}}`)],
  ["an amount", (number: string) => spend(`{"credits":${number},"reason":"correction"}`, operator)],
])("[X10] As %s", (_, withNumber) => {
  it.each(NUMBERS)("%s is refused", (number, code) => expectRefused(passbook, SPENDS, withNumber(number), code));
});

describe("An amount is refused where its reason is", () => {
  it.each(REASONS)("%s", (_, fields) =>
    expectRefused(passbook, SPENDS, spend(`{"credits":1,${fields.slice(1)}`.replace(",}", "}"), operator), invalid),
  );
});

describe("A webhook refuses every body that is no event, with 400", () => {
  const bodies = [...UNREADABLE, ...INVALID];
  const send = (body: string | Buffer, header?: string) => {
    const headers = header === undefined ? {} : { "stripe-signature": header };
    return expectRefused(passbook, "POST /stripe/webhook", { body, headers }, "invalid_signature");
  };
  it.each(bodies)("unsigned: %s", (_, body) => send(body));
  it.each(bodies)("signed: %s", (_, body) => send(body, signature(body, NOON)));
});

describe("What is only unusual is read", () => {
  it.each([
    ["a key twice, with the same value", '{"service":"image","service":"image"}'],
    ["white space around it", ' \r\n\t{"service":"image"}\n'],
    ["the largest body", `{"service":"image"}${" ".repeat(MAX_BODY_BYTES - 19)}`],
    ["escapes", '{"s\\u0065rvice":"\\u0069mage"}'],
    ["options, empty", '{"service":"image","options":{}}'],
  ])("%s", async (_, body) => {
    expect(await passbook.call(SPENDS, spend(body))).toMatchObject({ status: 201, body: { spend: { credits: 10 } } });
  });

  it("an amount of exactly 10^12, which only is not there", async () => {
    const request = spend('{"credits":1000000000000,"reason":"all of it"}', operator);
    expect(await passbook.call(SPENDS, request)).toMatchObject({ status: 402, body: { needed: 1_000_000_000_000 } });
  });

  it("a reason in any language, of exactly 200 characters", async () => {
    const reason = "Ärger 😀 返金".padEnd(200, ".");
    const request = { token: operator, key: newKey(), body: { credits: 1, reason } };
    expect(await passbook.call(SPENDS, request)).toMatchObject({ status: 201, body: { spend: { reason } } });
  });
});
