import type { routes } from "../functions/routes.ts";
import { type Access, lambda } from "./lambda.ts";
import { may } from "./may.ts";
import { receiptKeys, stripeKey, stripeSecrets } from "./secrets.ts";
import { webUrl } from "./stage.ts";
import { table } from "./table.ts";

type Verb = (typeof routes)[number]["function"];

/** A change of an entry that is named. */
const ends = { link: [table], permissions: [may.read, may.write] } satisfies Access;

/** That of a free service is known by its signed name. */
const checksHolds = { ...ends, link: [table, ...receiptKeys] } satisfies Access;

/** A person's first call makes their account personal, whatever it asks; where facts came late, after reading the journal. */
const greets = { link: [table], permissions: [may.read, may.write, may.list] } satisfies Access;
const signs = { ...greets, link: [table, ...receiptKeys] } satisfies Access;

/** What is asked of Stripe is linked and priced in the table, and leads people back to the page. */
const asksStripe = { ...greets, link: [table, stripeKey], environment: { WEB_URL: webUrl } } satisfies Access;

/** What each verb may touch: a new route does not compile until this says so. */
const access: Record<Verb, Access> = {
  "stripe-webhook": { ...greets, link: [table, ...stripeSecrets] },
  catalog: {},
  openapi: {},
  health: { link: [table], permissions: [may.read] },
  "receipt-keys": { link: receiptKeys },
  account: greets,
  balance: greets,
  statement: { link: [table], permissions: [may.read, may.list] },
  quote: signs,
  spend: signs,
  "cancel-spend": ends,
  hold: signs,
  capture: checksHolds,
  release: checksHolds,
  checkout: asksStripe,
  portal: asksStripe,
  plan: asksStripe,
  cancel: asksStripe,
  resume: asksStripe,
  adjust: greets,
  "describe-account": greets,
};

export const functionFor = (verb: Verb): sst.aws.FunctionArgs => lambda(verb, access[verb]);
