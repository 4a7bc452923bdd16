import { routes, type Scope } from "../functions/routes.ts";
import { api, authorizer, routesMade } from "./api.ts";
import { functionFor } from "./functions.ts";

// Any one of the listed scopes opens a route: an operator's token needs no other.
const openTo = (scope: Scope) => ({
  jwt: { authorizer: authorizer.id, scopes: [...new Set<Scope>([scope, "credits:operate"])] },
});

const made = routes.map((route) =>
  api.route(`${route.method} ${route.path}`, functionFor(route.function), {
    name: route.function,
    auth: "scope" in route && openTo(route.scope),
  }),
);

$util.all(made.map(({ nodes }) => nodes.route)).apply(routesMade.resolve);
