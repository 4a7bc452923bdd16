/** What differs between stages. SST reads `.env` and `.env.<stage>` into the environment before this runs. */

const list = (name: string) => (process.env[name] ?? "").split(/[\s,]+/).filter(Boolean);

function required(name: string): [string, ...string[]] {
  const [first, ...rest] = list(name);
  if (first === undefined) {
    throw new Error(`${name} is not set. Write it into .env.${$app.stage}: a deployment can't do without it.`);
  }
  return [first, ...rest];
}

export const isProduction = $app.stage === "production";

export const policy = process.env.POLICY || "omnia";
export const stripeMode = isProduction ? "live" : "test";

/** The page that Stripe's Checkout and portal send people back to. */
export const [webUrl] = required("WEB_URL");

export const [issuer] = required("JWT_ISSUER");
export const audiences = required("JWT_AUDIENCE");

/** Whose pages may call from a browser: origins, separated by commas. None: no page may. */
export const origins = list("ALLOWED_ORIGINS");
