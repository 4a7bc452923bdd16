/** A route, as API Gateway writes it: `{name}` stands for one path segment. */
export interface RoutePattern {
  readonly method: string;
  readonly path: string;
}

export interface RouteMatch<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The route for a path that is still percent-encoded: it is split first and decoded then, so that an encoded slash stays
 * inside its parameter. The route with the fewest parameters wins, as with API Gateway.
 * @throws {URIError} the path is not properly encoded.
 */
export function findRoute<Route extends RoutePattern>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const segments = path.split("/").map(decodeURIComponent);
  return routes
    .filter((route) => route.method === method)
    .flatMap((route) => {
      const pathParameters = parametersOf(route.path.split("/"), segments);
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .toSorted((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length)[0];
}

function parametersOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === "") return undefined;
    if (name !== undefined) parameters[name] = segment;
  }
  return parameters;
}
