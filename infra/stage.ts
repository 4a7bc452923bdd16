/** What differs between stages. SST reads `.env` and `.env.<stage>` into the environment before this runs. */

const list = (name: string) => (process.env[name] ?? "").split(/[\s,]+/).filter(Boolean);

function required(name: string): [string, ...string[]] {
  const [first, ...rest] = list(name);
  if (first === undefined) {
    throw new Error(`${name} is not set. Write it into .env.${$app.stage}: a deployment can't do without it.`);
  }
  return [first, ...rest];
}

function optional(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}

/** @throws a number is meant, and it is none. */
function count(name: string, usual: number): number {
  const text = optional(name);
  if (text === undefined) return usual;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is ${text}; it must be a whole number from 1 on.`);
  return Number(text);
}

export const isProduction = $app.stage === "production";

export const policy = process.env.POLICY || "omnia";
export const stripeMode = isProduction ? "live" : "test";

/** The Stripe test clock of accounts that no customer has named yet. Real money has none. */
export const testClock = isProduction ? undefined : optional("TEST_CLOCK");

/** Where Stripe's events come in besides, or not at all: `aws.partner/stripe.com/…`, as Stripe names its destination. */
export const stripeEventSource = optional("STRIPE_EVENT_SOURCE");

/** The page that Stripe's Checkout and portal send people back to. */
export const [webUrl] = required("WEB_URL");

export const [issuer] = required("JWT_ISSUER");
export const audiences = required("JWT_AUDIENCE");

/** Whose pages may call from a browser: origins, separated by commas. None: no page may. */
export const origins = list("ALLOWED_ORIGINS");

/** Names of your own, in a zone of Route 53 in this account. Without them AWS names both. */
export const apiDomain = optional("API_DOMAIN");
export const webDomain = optional("WEB_DOMAIN");

/** Who is told of alarms: a mailbox, and whatever takes SNS over HTTPS. */
export const alarmEmail = optional("ALARM_EMAIL");
export const alarmUrl = optional("ALARM_URL");

/**
 * The fuse of the table, and of each of its indexes: DynamoDB refuses what is asked beyond so many request units a second. A
 * spend writes 4 and reads 1, so that 200 a second pass; all of it, day and night, is some 75 dollars a day.
 */
export const maxWriteUnits = count("MAX_WRITE_UNITS", 1_000);
export const maxReadUnits = count("MAX_READ_UNITS", 2_000);

/** Instances kept for a function, and its limit: `spend=100,stripe-webhook=20`. A young AWS account has none to give. */
export const reserved = new Map(
  list("RESERVED_CONCURRENCY").map((text) => {
    const [, name, instances] = /^([a-z-]+)=(\d+)$/.exec(text) ?? [];
    if (name === undefined) throw new Error(`RESERVED_CONCURRENCY says ${text}; it must read <function>=<number>.`);
    return [name, Number(instances)];
  }),
);
