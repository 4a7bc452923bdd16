import { MAX_CREDITS, type PlaceHold } from "@passbook/core";
import * as z from "zod/mini";
import type { Body } from "../http/request.ts";
import { type Read, read, withoutUndefined } from "../http/schema.ts";
import { instant } from "./fields.ts";
import { amountWanted, forMember, isAmount, operatorSpend, serviceOf, serviceWanted } from "./spend.ts";

/** When the hold ends by itself: within a year. */
const until = { expiresAt: z.optional(instant) };

export const serviceHold = z.strictObject({ ...serviceWanted, ...until, ...forMember });
export const operatorHold = z.extend(operatorSpend, until);

/** What is to be set aside, for whom, and until when. */
export type HoldWanted = Pick<PlaceHold, "for" | "member" | "expiresAt">;

/** A service, or, where the body names `credits`, an amount with its reason. */
export function readHold(body: Body): Read<HoldWanted> {
  if (isAmount(body))
    return read(operatorHold, body, ({ expiresAt, ...wanted }) => ({
      ...amountWanted(wanted),
      ...withoutUndefined({ expiresAt }),
    }));
  return read(serviceHold, body, ({ expiresAt, member, ...wanted }) => ({
    for: serviceOf(wanted),
    ...withoutUndefined({ expiresAt, member }),
  }));
}

/** How much of a hold pays; all of it where it is not said. 0 is all of one of a free service; every other one is let go of instead. */
export const capture = z.strictObject({ credits: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_CREDITS))) });
