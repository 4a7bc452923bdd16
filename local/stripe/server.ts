import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";
import { close, listen } from "../http.ts";
import { answerApi } from "./api.ts";
import { type Deliveries, openDeliveries } from "./deliveries.ts";
import { answerPage } from "./pages.ts";
import { seedCatalogue } from "./price.ts";
import { openState, type UnixSeconds } from "./state.ts";
import { keepState, readKept } from "./stored-state.ts";
import { createClock, finishAdvance } from "./test-clock.ts";
import { catchUp } from "./time.ts";
import { createEndpoint } from "./webhook-endpoint.ts";
import { all, type BillingSettings, usualBilling, type World } from "./world.ts";

export interface StripeOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly prices: readonly SellablePrice[];
  /** Where everything is kept over restarts; absent: nowhere. */
  readonly file?: string | undefined;
  /** Where webhooks go; asked for each of them, since that server starts after this one. */
  readonly webhookUrl: () => string;
  readonly webhookSecret?: string | undefined;
  /** The types of the events that go there; absent: all. */
  readonly webhookEvents?: readonly string[];
  /** What ids and chaos come from; absent: new ones for a new file. */
  readonly seed?: string;
  /** The time of day, in milliseconds. */
  readonly now?: () => number;
  readonly billing?: Partial<BillingSettings>;
  readonly retryPausesMs?: readonly number[];
}

export interface LocalStripe {
  readonly url: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** The clock of customers that nobody has put on another one: it begins now, and stands still until it is advanced. */
  readonly testClock: string;
  /** Once no webhook is on its way any more. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const RETRY_PAUSES_MS = [100, 200, 400, 800, 1_600, 3_200, 6_400];
const CATCH_UP_MS = 1_000;

/** A Stripe on loopback: its API for the unmodified `stripe` package, its pages, its webhooks, and clocks to move. */
export async function startStripe(options: StripeOptions): Promise<LocalStripe> {
  const {
    port,
    prices,
    file,
    webhookUrl,
    webhookEvents = ["*"],
    billing,
    now = Date.now,
    retryPausesMs = RETRY_PAUSES_MS,
  } = options;
  const kept = readKept(file);
  const seed = options.seed ?? kept?.seed ?? randomBytes(8).toString("hex");
  const apiKey = kept?.apiKey ?? `sk_test_${randomBytes(16).toString("hex")}`;
  const webhookSecret = options.webhookSecret ?? kept?.webhookSecret ?? `whsec_${randomBytes(16).toString("hex")}`;
  const wallNow = (): UnixSeconds => Math.floor(now() / 1000);

  let url = "";
  let deliveries: Deliveries | undefined;
  const world: World = {
    state: openState(kept?.state),
    seed,
    wallNow,
    url: () => url,
    billing: { ...usualBilling, ...billing },
    cause: null,
    pending: null,
    onEvent: (event) => deliveries?.announce(event),
    soon: (act) =>
      setImmediate(() => {
        act();
        keeper.keep();
      }),
  };
  const keeper = keepState(file, () => ({ seed, apiKey, webhookSecret, world }));
  seedCatalogue(world, prices);
  const clock =
    all(world, "test_clocks").find(({ name }) => name === CLOCK_NAME) ?? createClock(world, wallNow(), CLOCK_NAME);
  createEndpoint(world, { url: webhookUrl(), enabled_events: [...webhookEvents] }, OWN_ENDPOINT, webhookSecret);
  const opened = openDeliveries({
    world,
    urlOf: (endpoint) => (endpoint.id === OWN_ENDPOINT ? webhookUrl() : endpoint.url),
    retryPausesMs,
    now,
  });
  deliveries = opened;
  // Ended in the middle of an advance: it arrives now.
  for (const { id, status_details } of all(world, "test_clocks")) {
    if (status_details.advancing) finishAdvance(world, id, status_details.advancing.target_frozen_time);
  }
  const ticking = setInterval(() => {
    const before = world.state.ids;
    catchUp(world);
    if (world.state.ids !== before) keeper.keep();
  }, CATCH_UP_MS).unref();

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://stripe");
    const answering = pathname.startsWith("/v1/")
      ? answerApi(world, apiKey, request, response)
      : answerPage({ world, deliveries: opened, clock: clock.id }, request, response);
    // Whoever hung up hears nothing; whatever was done stays done.
    void answering.catch(() => response.destroy()).finally(keeper.keep);
  });
  url = await listen(server, port);
  return {
    url,
    apiKey,
    webhookSecret,
    testClock: clock.id,
    idle: opened.idle,
    close: async () => {
      clearInterval(ticking);
      opened.close();
      await close(server);
      keeper.keepNow();
    },
  };
}

const CLOCK_NAME = "Everybody's clock";
const OWN_ENDPOINT = "we_local";
