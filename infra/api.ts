import { routes, type Scope } from "../functions/routes.ts";
import { functionFor } from "./functions.ts";
import { audiences, issuer, origins } from "./stage.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  cors: origins.length > 0 && {
    allowOrigins: origins,
    allowMethods: ["GET", "POST", "PATCH"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-none-match"],
    exposeHeaders: ["etag", "idempotent-replayed", "link", "retry-after", "statement-complete"],
    maxAge: "1 hour",
  },
});

const authorizer = api.addAuthorizer({ name: "Jwt", jwt: { issuer, audiences } });

// Any one of the listed scopes opens a route: an operator's token needs no other.
const openTo = (scope: Scope) => ({
  jwt: { authorizer: authorizer.id, scopes: [...new Set<Scope>([scope, "credits:operate"])] },
});

for (const route of routes) {
  api.route(`${route.method} ${route.path}`, functionFor(route.function), {
    name: route.function,
    auth: "scope" in route && openTo(route.scope),
  });
}
