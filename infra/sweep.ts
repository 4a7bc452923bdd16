import { bus } from "./bus.ts";
import { may } from "./may.ts";
import { scheduled } from "./scheduled.ts";
import { table } from "./table.ts";

/** Writes down what time has made due, so that it is told. Nothing waits for it: balances are right without. */
export const sweep = scheduled("Sweep", "rate(1 hour)", {
  link: [table, bus],
  permissions: [may.read, may.write, may.listDue, may.announce],
  timeout: "5 minutes", // it ends before by itself, and the next run goes on where it stopped
});
