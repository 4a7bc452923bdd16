import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, expect, it } from "vitest";
import { operator } from "../support/gateway-event.ts";
import { bookable } from "../support/good-request.ts";
import { itemBytes } from "../support/item-bytes.ts";
import { bought } from "../support/omnia-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { testClient } from "../support/test-table.ts";

/** What an item may have (docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). */
const LARGEST_BYTES = 400 * 1024;
/** For numbers that grow by a digit, and not for another booking. */
const ROOM_BYTES = 8;
const START = "2030-01-01T10:00:00.000Z";

let passbook: TestPassbook;
let booked: string;
let keys = 0;

const ask = (path: string, body: object) =>
  passbook.call(`POST /accounts/ada/${path}`, { token: operator, key: `key ${(keys += 1)}`, body });
const books = () => ask("spends", { service: "session", startsAt: START });

/** An account so full that another booking does not fit into it. */
beforeEach(async () => {
  passbook = await testPassbook({ policy: bookable });
  await passbook.given("ada", bought("pack_5000", "2026-01-31"));
  booked = ((await books()).body as { spend: { id: string } }).spend.id;
  const [client, Key] = [testClient(), marshall({ pk: "A#ada" })];
  const { Item = {} } = await client.send(new GetItemCommand({ TableName: passbook.tableName, Key }));
  const head = unmarshall(Item);
  // Whatever has filled it: what counts is that the next booking is too much.
  const filling = "x".repeat(LARGEST_BYTES - itemBytes({ ...head, filling: "" }) - ROOM_BYTES);
  await client.send(new PutItemCommand({ TableName: passbook.tableName, Item: marshall({ ...head, filling }) }));
  // Nobody remembers what it was.
  passbook = await testPassbook({ policy: bookable, table: passbook.tableName });
});

it("[X9] what no longer fits into an account is answered by name and told to the log, and nothing of it is there", async () => {
  const before = await passbook.items();
  for (const _ of [1, 2])
    expect(await books()).toMatchObject({ status: 500, body: { code: "internal_error", requestId: "invocation-1" } });
  expect(await passbook.items()).toEqual(before);
  expect(passbook.log.map((line) => JSON.parse(line).error.name)).toEqual(Array(2).fill("ValidationException"));
});

it("[X9] the account goes on: it is read, pays what makes it no larger, and gets room again", async () => {
  expect(await books()).toMatchObject({ status: 500 });
  expect(await passbook.call("GET /accounts/ada/balance", { token: operator })).toMatchObject({
    body: { balance: 4_999 },
  });
  expect(await ask("spends", { service: "audio" })).toMatchObject({ status: 201, body: { balance: 4_979 } });
  expect(await ask(`spends/${booked}/cancel`, { reason: "made room" })).toMatchObject({ status: 200 });
  expect(await books()).toMatchObject({ status: 201 });
});
