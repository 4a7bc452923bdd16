import { type Route, routes } from "../functions/routes.ts";

/** Requests a second that a route takes for long, by what it opens; twice as many at once. More are answered 429. */
const LIMITS = {
  "credits:read": 200,
  "credits:spend": 200, //   as many as the table's fuse pays for
  "credits:manage": 20, //   each asks Stripe several things, which takes 100 a second
  "credits:operate": 50,
  public: 50,
  stripe: 100, //            a storm waits at Stripe, which sends it again for three days
};

const limitOf = ({ scope, path }: Route) => LIMITS[scope ?? (path.startsWith("/stripe/") ? "stripe" : "public")];

export const routeSettings = routes.map((route: Route) => ({
  routeKey: `${route.method} ${route.path}`,
  throttlingRateLimit: limitOf(route),
  throttlingBurstLimit: 2 * limitOf(route),
}));
