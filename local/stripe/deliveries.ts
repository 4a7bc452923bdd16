import type Stripe from "stripe";
import { befalls, type Chaos, calm, delayOf, nextPlace } from "./chaos.ts";
import { type Attempt, deliver } from "./deliver.ts";
import { inOldVersion, isBeforeBasil } from "./old-version.ts";
import { endpointsFor } from "./webhook-endpoint.ts";
import { newId, put, type World } from "./world.ts";

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly event: string;
  readonly endpoint: string;
  readonly attempts: Attempt[];
  state: "waiting" | "delivered" | "given_up";
}

interface Job {
  readonly delivery: Delivery;
  readonly payload: string;
  /** What the first attempt carries in its place, where that is in an old version. */
  readonly firstPayload?: string;
}

interface Settings {
  readonly world: World;
  /** Where an endpoint is now; the one of `npm start` moves with its port. */
  readonly urlOf: (endpoint: Stripe.WebhookEndpoint) => string;
  /** From each failed attempt to the next: what Stripe spreads over days. */
  readonly retryPausesMs: readonly number[];
  /** Wall time, in milliseconds. */
  readonly now: () => number;
}

export interface Deliveries {
  /** An event has happened: it is sent to every endpoint that wants to hear of it. */
  readonly announce: (event: Stripe.Event) => void;
  /** Sends an event that was sent before, again. */
  readonly resend: (event: Stripe.Event) => void;
  readonly log: () => readonly Delivery[];
  /** Once nothing is on its way any more. */
  readonly idle: () => Promise<void>;
  chaos: Chaos;
  readonly close: () => void;
}

const KEPT_DELIVERIES = 5_000;
const DROPPED: Omit<Attempt, "startedAt"> = { delivered: false, answer: "lost on the way (chaos)", tookMs: 0 };

/** In the order of the events, one at a time to each endpoint, again until it is taken; and worse, where `chaos` says so. */
export function openDeliveries({ world, urlOf, retryPausesMs, now }: Settings): Deliveries {
  const queues = new Map<string, Job[]>();
  const busy = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let log: Delivery[] = [];
  let waiters: (() => void)[] = [];
  let turn = 0;
  let isClosed = false;

  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  function settleIdle(): void {
    const isIdle = timers.size === 0 && busy.size === 0 && [...queues.values()].every((queue) => queue.length === 0);
    if (isIdle) for (const resolve of waiters.splice(0)) resolve();
  }

  function enqueue(job: Job): void {
    const { endpoint } = job.delivery;
    const queue = queues.get(endpoint) ?? [];
    queues.set(endpoint, queue);
    queue.push(job);
    void pump(endpoint, queue);
  }

  async function pump(endpoint: string, queue: Job[]): Promise<void> {
    if (busy.has(endpoint)) return;
    busy.add(endpoint);
    // A burst is complete before its first delivery starts: what is shuffled does not depend on how fast we are.
    await Promise.resolve();
    while (queue.length > 0) {
      turn += 1;
      const [job] = queue.splice(nextPlace(deliveries.chaos, turn, queue.length), 1);
      if (job) await attempt(job);
    }
    busy.delete(endpoint);
    settleIdle();
  }

  async function attempt(job: Job): Promise<void> {
    const { delivery } = job;
    const endpoint = world.state.tables.webhook_endpoints.get(delivery.endpoint);
    const secret = world.state.hidden.secrets.get(delivery.endpoint);
    if (!endpoint || secret === undefined) {
      delivery.state = "given_up";
      return;
    }
    const isFirst = delivery.attempts.length === 0;
    const payload = (isFirst && job.firstPayload) || job.payload;
    const isDropped = isFirst && befalls(deliveries.chaos, "drop", delivery.event);
    const made = isDropped ? { ...DROPPED, startedAt: now() } : await deliver(urlOf(endpoint), payload, secret, now);
    const isUnanswered = isFirst && befalls(deliveries.chaos, "unanswered", delivery.event);
    const outcome: Attempt = isUnanswered ? { ...made, delivered: false, answer: "its answer was lost (chaos)" } : made;
    delivery.attempts.push(outcome);
    if (outcome.delivered) {
      delivery.state = "delivered";
      countDown(delivery.event);
      return;
    }
    const pause = retryPausesMs[delivery.attempts.length - 1];
    if (pause === undefined) delivery.state = "given_up";
    else if (!isClosed) later(pause, () => enqueue(job));
  }

  function countDown(id: string): void {
    const event = world.state.tables.events.get(id);
    if (event && event.pending_webhooks > 0)
      put(world, "events", { ...event, pending_webhooks: event.pending_webhooks - 1 });
  }

  function send(event: Stripe.Event): void {
    const { chaos } = deliveries;
    const endpoints = endpointsFor(world, event.type);
    const counted = put(world, "events", { ...event, pending_webhooks: endpoints.length });
    for (const endpoint of endpoints) {
      const rendered = (isOld: boolean) => JSON.stringify(isOld ? inOldVersion(world, counted) : counted, null, 2);
      const payload = rendered(isBeforeBasil(endpoint.api_version));
      const firstPayload = befalls(chaos, "oldVersion", event.id) ? { firstPayload: rendered(true) } : {};
      const copies = befalls(chaos, "duplicate", event.id) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const delivery: Delivery = { event: event.id, endpoint: endpoint.id, attempts: [], state: "waiting" };
        const job: Job = { delivery, payload, ...firstPayload };
        log.push(delivery);
        if (befalls(chaos, "delay", event.id)) later(delayOf(chaos, event.id), () => enqueue(job));
        else enqueue(job);
      }
    }
    if (log.length > KEPT_DELIVERIES) log = log.slice(-KEPT_DELIVERIES);
  }

  const deliveries: Deliveries = {
    chaos: calm,
    announce: (event) => {
      send(event);
      if (befalls(deliveries.chaos, "twin", event.id))
        send(put(world, "events", { ...event, id: newId(world, "evt") }));
    },
    resend: send,
    log: () => log,
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        settleIdle();
      }),
    close: () => {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queues.clear();
      waiters = waiters.splice(0).filter((resolve) => resolve());
    },
  };
  return deliveries;
}
