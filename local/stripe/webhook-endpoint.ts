import type Stripe from "stripe";
import * as z from "zod";
import { listPage } from "./list.ts";
import { expand, flag, metadata, page, text, unset } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { all, get, hide, newId, put, type World } from "./world.ts";

interface EndpointOrder {
  readonly url: string;
  readonly enabled_events: string[];
  readonly api_version?: string | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Stripe.Metadata | null | undefined;
}

/** Somewhere that events are sent to, signed with a secret that is shown once. */
export function createEndpoint(world: World, order: EndpointOrder, id: string, secret: string): Stripe.WebhookEndpoint {
  hide(world, "secrets", id, secret);
  return put(world, "webhook_endpoints", {
    id,
    object: "webhook_endpoint",
    api_version: order.api_version ?? null,
    application: null,
    created: world.wallNow(),
    description: order.description ?? null,
    enabled_events: order.enabled_events,
    livemode: false,
    metadata: order.metadata ?? {},
    status: "enabled",
    url: order.url,
  });
}

/** The endpoints that an event of a type goes to. */
export function endpointsFor(world: World, type: string): Stripe.WebhookEndpoint[] {
  return all(world, "webhook_endpoints").filter(
    ({ status, enabled_events }) =>
      status === "enabled" && (enabled_events.includes("*") || enabled_events.includes(type)),
  );
}

const fields = {
  description: z.union([unset, text]).optional(),
  enabled_events: z.array(text).min(1).optional(),
  expand,
  metadata: metadata.optional(),
  url: text.optional(),
};
const create = z.strictObject({
  ...fields,
  api_version: text.optional(),
  connect: flag.optional(),
  enabled_events: z.array(text).min(1),
  url: text,
});
const changes = z.strictObject({ ...fields, disabled: flag.optional() });

function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw refused(`Invalid URL: ${url}`, { code: "url_invalid", param: "url" });
}

export const webhookEndpointRoutes: Routes = {
  "POST /v1/webhook_endpoints": ({ world, read }) => {
    const order = read(create);
    checkUrl(order.url);
    const secret = newId(world, "whsec");
    return { ...createEndpoint(world, order, newId(world, "we"), secret), secret };
  },
  "GET /v1/webhook_endpoints": ({ world, read }) =>
    listPage(world, "/v1/webhook_endpoints", all(world, "webhook_endpoints"), read(z.strictObject(page))),
  "GET /v1/webhook_endpoints/:id": ({ world, id }) => get(world, "webhook_endpoints", id),
  "POST /v1/webhook_endpoints/:id": ({ world, id, read }) => {
    const { disabled, enabled_events, url, description, metadata: data } = read(changes);
    const before = get(world, "webhook_endpoints", id);
    if (url !== undefined) checkUrl(url);
    return put(world, "webhook_endpoints", {
      ...before,
      ...(enabled_events && { enabled_events }),
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
      ...(data !== undefined && { metadata: { ...before.metadata, ...data } }),
      ...(disabled !== undefined && { status: disabled ? "disabled" : "enabled" }),
    });
  },
  "DELETE /v1/webhook_endpoints/:id": ({ world, id }) => {
    get(world, "webhook_endpoints", id);
    world.state.tables.webhook_endpoints.delete(id);
    return { id, object: "webhook_endpoint", deleted: true };
  },
};
