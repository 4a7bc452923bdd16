import type { CaptureHold, Credits } from "@passbook/core";
import { inOrder, partsAnswer, purposeAnswer } from "./answers/entry.ts";
import { capture as captureBody } from "./contract/hold.ts";
import { replayed } from "./http/change.ts";
import { end, hasEnded, holdOf, refuseUsedKey } from "./http/ending.ts";
import { type FreeEnd, freeEnd } from "./http/free-ending.ts";
import { iso } from "./http/instant.ts";
import { authorize, invalid, keyedRequest, unknownQuery } from "./http/request.ts";
import { type Read, read, withoutUndefined, withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import type { WrittenEntry } from "./ledger/items.ts";
import { lambda, type SigningPassbook, signingPassbook } from "./passbook.ts";
import type { ReceiptKeys } from "./receipts/keys.ts";
import { receipt } from "./receipts/receipt.ts";

/** `POST /accounts/{account}/holds/{id}/capture`: pays with what is held, at most all of it; the rest is released (X9). */
export const capture = ({ ledger, clock, keys, logger }: SigningPassbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const request = keyedRequest(event);
    const access = authorize(event, "credits:spend");
    const content = withProblems(unknownQuery(event, []), read(captureBody, request.body, withoutUndefined));
    const now = clock();
    const name = event.pathParameters?.["id"];
    const free = await freeEnd({ ledger, keys }, access, name, now);
    if (free) return json(200, freeCapture(free, name, content));
    const hold = await holdOf(ledger, access, name);
    const command: CaptureHold = { type: "CaptureHold", now, by: access.sub, hold };
    if ("problems" in content) {
      await refuseUsedKey(ledger, access.account, command, request);
      throw invalid(content.problems);
    }
    const asked = { ...command, ...content.value };
    const { entry, isReplay, isAnothers } = await end(ledger, access, asked, request, deadline(context, now));
    if (isAnothers) throw hasEnded();
    return json(200, captureAnswer(keys, access.account, entry, hold), replayed(isReplay));
  });

/** A capture is a payment: its id is what an operator's reversal names. */
function captureAnswer(keys: ReceiptKeys, account: string, entry: WrittenEntry, hold: WrittenEntry) {
  const { id, at, balance } = entry;
  const paid = partsAnswer(entry, "captured");
  return {
    spend: { id, at: iso(at), ...paid, ...purposeAnswer(hold) },
    hold: hold.id,
    released: partsAnswer(entry, "released").credits,
    balance,
    receipt: receipt(keys, account, entry, paid.credits, hold),
  };
}

/** @throws {Refusal} 422: more is to be paid than the nothing that was set aside. */
function freeCapture(
  { hold, balance, at }: FreeEnd,
  name: string | undefined,
  content: Read<{ readonly credits?: Credits }>,
) {
  if ("problems" in content) throw invalid(content.problems);
  if (content.value.credits) throw invalid([{ field: "credits", message: "is more than 0, which is held" }]);
  const { entry, service, quantity, options } = hold;
  const id = entry.replace(/^req_/, "hold-end_");
  return {
    spend: { id, at: iso(at), credits: 0, lots: [], service, quantity, options: inOrder(options) },
    hold: name,
    released: 0,
    balance,
  };
}

export const handler = lambda(capture, signingPassbook);
