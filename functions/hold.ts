import { balance as balanceOf, holdKey, type PlaceHold } from "@passbook/core";
import { partsAnswer, purposeAnswer } from "./answers/entry.ts";
import { readHold } from "./contract/hold.ts";
import { isAmount, namesAnother } from "./contract/spend.ts";
import { change, type Free, readable, replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { authorize, keyedRequest, unknownQuery } from "./http/request.ts";
import { withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { entryId, type WrittenEntry } from "./ledger/items.ts";
import { lambda, type SigningPassbook, signingPassbook } from "./passbook.ts";
import { freeHoldName } from "./receipts/free-hold.ts";
import type { ReceiptKeys } from "./receipts/keys.ts";

/** `POST /accounts/{account}/holds`: sets credits aside for what costs at most so much, until it is captured (X9). */
export const hold = ({ ledger, clock, keys, logger }: SigningPassbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const { key, body, digest } = keyedRequest(event);
    const isOperators = (sub: string) => isAmount(body) || namesAnother(body, sub);
    const access = authorize(event, (sub) => (isOperators(sub) ? "credits:operate" : "credits:spend"));
    const content = withProblems(unknownQuery(event, []), readHold(body));
    const wanted = await readable(ledger, access, holdKey({ request: key }), content);
    const now = clock();
    const command: PlaceHold = { type: "PlaceHold", now, request: key, by: access.sub, ...wanted };
    const done = await change(ledger, access, command, { digest, until: deadline(context, now) });
    if ("entry" in done) return json(201, holdAnswer(done.entry), replayed(done.isReplay));
    return json(201, freeAnswer(keys, command, done));
  });

/**
 * Nothing is written of it, so that its name tells all that its end has to know.
 * @throws {RangeError} an amount: it is never free.
 */
function freeAnswer(keys: ReceiptKeys, command: PlaceHold, { free: account, at }: Free) {
  const { for: wanted, by, member = by } = command;
  if (!("service" in wanted)) throw new RangeError("an amount was held for nothing");
  const { service, quantity, options } = wanted;
  const whose = { by, ...(account.members.length > 0 && { member }) };
  const free = { entry: entryId(holdKey(command)), account: account.id, service, quantity, options, ...whose };
  return {
    hold: { id: freeHoldName(keys, free), at: iso(at), credits: 0, lots: [], ...wanted, expiresAt: null },
    balance: balanceOf(account),
  };
}

function holdAnswer(entry: WrittenEntry) {
  const { id, at, balance, hold: placed } = entry;
  const end = placed && "expiresAt" in placed && { expiresAt: iso(placed.expiresAt) };
  return { hold: { id, at: iso(at), ...partsAnswer(entry, "held"), ...purposeAnswer(entry), ...end }, balance };
}

export const handler = lambda(hold, signingPassbook);
