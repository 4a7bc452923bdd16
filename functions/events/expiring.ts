import type { ExpiryWarning } from "@passbook/core";
import { iso } from "../http/instant.ts";
import { type CreditsEvent, checked } from "./event.ts";

/** A warning of time as an event. Of one end each is told once, whatever becomes of the credits until then. */
export function expiringEvent(account: string, { endsAt, days, credits, bySource }: ExpiryWarning): CreditsEvent {
  const end = iso(endsAt);
  const id = `${account}/expiring/${end}/${days}`;
  return checked({ type: "credits.expiring", version: 1, id, account, endsAt: end, days, credits, sources: bySource });
}
