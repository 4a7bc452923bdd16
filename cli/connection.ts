import { Failure, type Options } from "./usage.ts";

/** What a stage's HTTP interface answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A stage, local or deployed. */
export interface Connection {
  /** @throws {Failure} it is refused, or nothing answers. */
  ask(
    method: "GET" | "POST",
    path: string,
    request?: { readonly body?: unknown; readonly key?: string },
  ): Promise<unknown>;
  /** The exact bytes, without a token. */
  deliver(body: string, headers: Readonly<Record<string, string>>): Promise<Reply>;
  /** Where the rest of a local one is; of a deployed one the environment says it. */
  readonly local: Whereabouts | undefined;
}

/** As `GET /local` tells it. */
export interface Whereabouts {
  /** The name of the policy. */
  readonly policy: string;
  /** Where its interface is. */
  readonly api: string;
  readonly stripe: {
    readonly url: string;
    readonly apiKey: string;
    readonly webhookSecret: string;
    readonly testClock: string | null;
  };
  readonly dynamodb: { readonly endpoint: string; readonly table: string };
}

export type Environment = Readonly<Record<string, string | undefined>>;

const TRIES = 4;

/** @throws {Failure} nothing answers, or there is no token for it. */
export async function connect(options: Options, env: Environment): Promise<Connection> {
  const base = baseOf(options, env);
  const given = options.token ?? env["PASSBOOK_TOKEN"];
  // Whoever names a token need not be local either.
  const whereabouts = await localParts(options, env);
  const bearer = given ?? (whereabouts && (await localToken(base)));
  if (!bearer) throw new Failure(`${base} is no local Passbook: say --token.`);
  return {
    local: whereabouts,
    async ask(method, path, { body, key } = {}) {
      const headers = {
        authorization: `Bearer ${bearer}`,
        ...(key !== undefined && { "idempotency-key": key }),
        ...(body !== undefined && { "content-type": "application/json" }),
      };
      for (let tries = 1; ; tries += 1) {
        const reply = await send(base + path, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        // The same key again: nothing was decided, or nobody knows.
        if (reply.status === 503 && tries < TRIES) continue;
        if (reply.status < 300) return reply.body;
        throw new Failure(refusal(reply));
      }
    },
    deliver: (body, headers) => send(`${base}/stripe/webhook`, { method: "POST", body, headers }),
  };
}

/**
 * Where everything of a local stage is; `undefined`: it is deployed, and has no such path.
 * @throws {Failure} nothing answers.
 */
export async function localParts(options: Pick<Options, "api">, env: Environment): Promise<Whereabouts | undefined> {
  const { status, body } = await send(`${baseOf(options, env)}/local`);
  return status === 200 ? (body as Whereabouts) : undefined;
}

function baseOf({ api }: Pick<Options, "api">, env: Environment): string {
  return (api ?? env["PASSBOOK_API"] ?? `http://127.0.0.1:${env["PORT"] ?? 4000}`).replace(/\/$/, "");
}

async function localToken(base: string): Promise<string> {
  const body = JSON.stringify({ sub: "credits-cli", scope: "credits:operate" });
  const { body: answer } = await send(`${base}/local/tokens`, { method: "POST", body });
  return (answer as { token: string }).token;
}

async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const answer = await fetch(url, init).catch((cause: unknown) => {
    throw new Failure(`Nothing answers at ${url}: is it running?`, { cause });
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, body: isJson && text !== "" ? JSON.parse(text) : text };
}

/** In the words of the answer, with its code where it has one. */
export function refusal({ status, body }: Reply): string {
  const { code, detail, message } = Object(body) as { code?: string; detail?: string; message?: string };
  return `${status} ${code ?? ""}: ${detail ?? message ?? "refused"}`.replace(" :", ":");
}
