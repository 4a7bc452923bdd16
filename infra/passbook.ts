// All that is deployed, in one place; the order does not matter.
import "./announce.ts";
import { api } from "./api.ts";
import "./dashboard.ts";
import "./dead-letter-alarms.ts";
import "./function-alarms.ts";
import { checkReserved } from "./lambda.ts";
import "./log-alarms.ts";
import "./reconcile.ts";
import "./routes.ts";
import "./stripe-events.ts";
import "./sweep.ts";
import "./table-alarms.ts";
import { web } from "./web.ts";

checkReserved();

/** What a deployment prints. */
export const outputs = { api: api.url, ...(web && { web: web.url }) };
