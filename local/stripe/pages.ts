import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson } from "../http.ts";
import { worded } from "./api.ts";
import { checkoutPage, submitCheckout } from "./checkout-page.ts";
import { consolePage } from "./console-page.ts";
import { controlVerbs } from "./control.ts";
import type { Deliveries } from "./deliveries.ts";
import { html, page } from "./html.ts";
import { invoicePage, submitInvoice } from "./invoice-page.ts";
import { decodeForm, readParams } from "./params.ts";
import { portalPage, submitPortal } from "./portal-page.ts";
import { StripeProblem } from "./problem.ts";
import type { PageReply } from "./reply.ts";
import { openCheckout, saleOf, saleParams, sales } from "./sales.ts";
import { catchUp } from "./time.ts";
import { transaction } from "./transaction.ts";
import type { World } from "./world.ts";

interface Surroundings {
  readonly world: World;
  readonly deliveries: Deliveries;
  /** The clock of customers that are made here. */
  readonly clock: string;
}

const MAX_BODY_BYTES = 50_000_000;

/** What Stripe shows to people, and under `/test` what the real one does not have. */
export async function answerPage(
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request, MAX_BODY_BYTES))?.toString("utf8") ?? "";
  const { pathname } = new URL(request.url ?? "/", "http://stripe");
  const wantsPage = request.headers.accept?.includes("text/html") ?? false;
  try {
    checkOrigin(around.world, request);
    catchUp(around.world);
    const [, area = "", verb = "", id = ""] = pathname.split("/");
    if (area === "test" && request.method === "POST") {
      const answer = await control(around, verb, given(body));
      if (wantsPage) sendPage(response, { status: 303, location: (answer as { url?: string }).url ?? "/" });
      else sendJson(response, 200, answer);
      return;
    }
    if (area === "test" && verb === "deliveries") {
      sendJson(response, 200, around.deliveries.log());
      return;
    }
    sendPage(
      response,
      pageAt(around, request.method ?? "GET", `/${area}/${verb}`, id, decodeForm(body) as Record<string, string>),
    );
  } catch (error) {
    const { status, text } = worded(error);
    if (wantsPage && error instanceof StripeProblem) {
      sendPage(response, {
        status,
        html: page("That is not possible", html`<p>${error.message}</p><p><a href="/">Back</a></p>`),
      });
      return;
    }
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  }
}

function pageAt(
  { world, deliveries }: Surroundings,
  method: string,
  area: string,
  id: string,
  form: Record<string, string>,
): PageReply {
  switch (`${method} ${area}`) {
    case "GET //":
      return { status: 200, html: consolePage(world, deliveries) };
    case "GET /c/pay":
      return { status: 200, html: checkoutPage(world, id) };
    case "POST /c/pay":
      return submitCheckout(world, id, form);
    case "GET /i/pay":
      return { status: 200, html: invoicePage(world, id) };
    case "POST /i/pay":
      return submitInvoice(world, id, form);
    case "GET /p/session":
      return { status: 200, html: portalPage(world, id) };
    case "POST /p/session":
      return submitPortal(world, id, form);
    default:
      throw new StripeProblem(
        404,
        "unrecognized_url",
        `Unrecognized request URL (${method}: ${area}): the local Stripe has no such thing`,
      );
  }
}

/** Form fields, or JSON, whatever content type it claims: `curl -d` claims a form. */
function given(body: string): unknown {
  if (!body.trimStart().startsWith("{")) return decodeForm(body);
  try {
    return JSON.parse(body);
  } catch {
    throw new StripeProblem(400, "parameter_invalid", "the body must be a form or JSON");
  }
}

async function control({ world, deliveries, clock }: Surroundings, verb: string, order: unknown): Promise<object> {
  if (verb === "idle") {
    await deliveries.idle();
    return { idle: true };
  }
  if (verb === "checkout")
    return transaction(world, null, () => openCheckout(world, readParams(saleParams.checkout, order), clock));
  if (verb === "subscribe" || verb === "buy" || verb === "renew") {
    const event = transaction(world, null, () => sell(world, verb, order, clock));
    await deliveries.idle();
    return saleOf(world, event, deliveries.log());
  }
  const known = Object.hasOwn(controlVerbs, verb) ? controlVerbs[verb] : undefined;
  if (!known) throw new StripeProblem(404, "unrecognized_url", `The local Stripe has no /test/${verb}`);
  const answer = transaction(world, null, () => known.act(world, readParams(known.schema, order), deliveries));
  if (verb === "advance" || verb === "replay") await deliveries.idle();
  return answer;
}

function sell(world: World, verb: "subscribe" | "buy" | "renew", order: unknown, clock: string): string {
  if (verb === "renew") return sales.renew(world, readParams(saleParams.renew, order));
  if (verb === "buy") return sales.buy(world, readParams(saleParams.buy, order), clock);
  return sales.subscribe(world, readParams(saleParams.subscribe, order), clock);
}

/** A page of somebody else's, open in the same browser, moves nothing here. */
function checkOrigin(world: World, { method, headers }: IncomingMessage): void {
  const { origin } = headers;
  if (method !== "POST" || origin === undefined) return;
  const { port } = new URL(world.url());
  const isOurs = [`http://127.0.0.1:${port}`, `http://localhost:${port}`].includes(origin);
  if (!isOurs) throw new StripeProblem(403, "origin_not_allowed", "Only the local Stripe's own pages may do this.");
}

function sendPage(response: ServerResponse, { status, html: markup, location }: PageReply): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    ...(location !== undefined && { location }),
  });
  response.end(markup ?? "");
}
