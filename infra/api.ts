import { routes } from "../functions/routes.ts";
import { apiDomain, audiences, issuer, origins } from "./stage.ts";
import { routeSettings } from "./throttling.ts";

/** What the routes become, once they are all made: a stage that throttles a route before it is there is refused. */
export const routesMade = Promise.withResolvers<$util.Resource[]>();

export const api = new sst.aws.ApiGatewayV2("Api", {
  ...(apiDomain && { domain: apiDomain }),
  accessLog: { retention: "3 months" },
  cors: origins.length > 0 && {
    allowOrigins: origins,
    allowMethods: [...new Set(routes.map(({ method }) => method))],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-none-match"],
    exposeHeaders: ["etag", "idempotent-replayed", "link", "retry-after", "statement-complete"],
    maxAge: "1 hour",
  },
  transform: {
    stage(args, opts) {
      args.routeSettings = routeSettings;
      opts.dependsOn = routesMade.promise;
    },
  },
});

export const authorizer = api.addAuthorizer({ name: "Jwt", jwt: { issuer, audiences } });
