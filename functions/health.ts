import { refuseUnknownQuery } from "./http/request.ts";
import { http, json, type PublicEvent } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `GET /healthz`: 200 when the table answers; without it nothing works, and with it everything but buying does. */
export const health = ({ table, logger }: Pick<Passbook, "table" | "logger">) =>
  http<PublicEvent>(logger, async (event) => {
    refuseUnknownQuery(event, []);
    await table.readClock("clock_of_health");
    return json(200, { ok: true });
  });

export const handler = lambda(health, passbook);
