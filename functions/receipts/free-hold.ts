import type { ServiceRequest } from "@passbook/core";
import * as z from "zod/mini";
import type { ReceiptKeys } from "./keys.ts";

const TYPE = "passbook-free-hold+jwt";

const claims = z.strictObject({
  /** What its entry would be called, if it had one. */
  jti: z.string(),
  account: z.string(),
  service: z.string(),
  quantity: z.int(),
  options: z.record(z.string(), z.union([z.string(), z.int()])),
  by: z.string(),
  /** For whom, on an account with members. */
  member: z.optional(z.string()),
});

/** A hold of a service that is free (O4). The journal has nothing of it: all that there is to know its own name says, signed. */
export type FreeHold = Omit<z.infer<typeof claims>, "jti" | "options"> & {
  /** `<kind>_<hash>`, as of every other hold. */
  readonly entry: string;
  readonly options: ServiceRequest["options"];
};

/** The name that it is ended by; the same for the same request. */
export function freeHoldName(keys: ReceiptKeys, { entry, options, ...hold }: FreeHold): string {
  return keys.sign(TYPE, { jti: entry, ...hold, options: { ...options } } satisfies z.infer<typeof claims>);
}

/** The hold of that name; `undefined`: it is none of ours, or another account's. */
export function readFreeHold(keys: ReceiptKeys, account: string, name: string): FreeHold | undefined {
  const said = claims.safeParse(keys.read(TYPE, name));
  if (!said.success || said.data.account !== account) return undefined;
  const { jti: entry, ...hold } = said.data;
  return { entry, ...hold };
}
