import type { Account } from "@passbook/client";

/** Why another plan can't be chosen at the moment; `undefined`: it can. It would be refused. */
export function changeLocked({
  cancelAt,
  status,
}: Pick<Account, "cancelAt" | "status">): "ending" | "unpaid" | "paused" | undefined {
  if (status === "unpaid" || status === "paused") return status;
  return cancelAt === null ? undefined : "ending";
}
