import { createServer } from "node:http";
import { close, listen, readBody, sendJson } from "../../local/http.ts";
import type { DeployedFunction } from "../infra/deployment.ts";

interface Asked {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly TransactItems?: readonly Readonly<Record<string, unknown>>[];
  readonly Entries?: readonly object[];
}

export interface Guard {
  readonly url: string;
  /** How many events were put on the bus. */
  put(): number;
  close(): Promise<void>;
}

const PARTS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/**
 * What IAM is to a function: each call is held against the role that would be deployed, and only then handed to the engine.
 * Whose call it is, is in its signature. A bus takes whatever may be put on it.
 */
export async function startGuard(engine: string, functions: ReadonlyMap<string, DeployedFunction>): Promise<Guard> {
  let put = 0;
  const server = createServer(async (request, response) => {
    const [service = "", operation = ""] = String(request.headers["x-amz-target"]).split(".");
    const name = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const body = (await readBody(request, 8_000_000)) ?? Buffer.alloc(0);
    const asked = JSON.parse(body.toString()) as Asked;
    const isTable = service.startsWith("DynamoDB");
    const actions = (isTable && actionsOf(operation, asked)) || [operation];
    const refused = actions.find((action) => !allows(functions.get(name), isTable, action));
    if (refused !== undefined)
      return sendJson(response, 400, {
        __type: "com.amazon.coral.service#AccessDeniedException",
        Message: `${name} is not authorized to perform ${refused}`,
      });
    if (!isTable) {
      put += asked.Entries?.length ?? 0;
      return sendJson(response, 200, { FailedEntryCount: 0, Entries: asked.Entries?.map(() => ({ EventId: "1" })) });
    }
    const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `${service}.${operation}` };
    const signed = {
      ...headers,
      authorization: request.headers.authorization ?? "",
      "x-amz-date": String(request.headers["x-amz-date"]),
    };
    const answer = await fetch(engine, { method: "POST", headers: signed, body });
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(await answer.text());
  });
  return { url: await listen(server, 0), put: () => put, close: () => close(server) };
}

/** A transaction is authorised by its parts. */
function actionsOf(operation: string, { IndexName, TransactItems }: Asked): string[] {
  if (TransactItems)
    return [...new Set(TransactItems.flatMap((item) => Object.keys(item).map((part) => PARTS[part] ?? part)))];
  return [IndexName === undefined ? operation : `${operation}/index/${IndexName}`];
}

function allows(deployed: DeployedFunction | undefined, isTable: boolean, asked: string): boolean {
  const [action = "", ...place] = asked.split("/");
  const wanted = isTable ? [action, ["Table", ...place].join("/")] : [action, "Bus"];
  return deployed?.allowed.includes(wanted.join(" ")) ?? false;
}
