import { type ChildProcess, spawn } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployedFunction } from "../infra/deployment.ts";
import { platform } from "../infra/recording/declare.ts";
import { startRuntimeApi } from "./runtime-api.ts";

/** A function in an environment of its own. */
export interface RunningLambda {
  invoke(event: unknown): Promise<unknown>;
  /** What it has written into its log. */
  readonly log: string[];
  stop(): Promise<void>;
}

/**
 * Starts a function from its bundle as Lambda does: SST's own loop for Node polls a Runtime API, and the links are in a file
 * that is encrypted as SST encrypts them.
 * @param surroundings what is elsewhere than on AWS.
 */
export async function startLambda(
  { name, environment, links }: Pick<DeployedFunction, "name" | "environment" | "links">,
  bundle: string,
  folder: string,
  surroundings: Readonly<Record<string, string>>,
): Promise<RunningLambda> {
  const root = join(folder, name);
  mkdirSync(join(root, "functions"), { recursive: true });
  writeFileSync(join(root, "functions", `${name}.mjs`), bundle);
  const key = randomBytes(32);
  writeFileSync(join(root, "resource.enc"), encrypted(key, JSON.stringify(links)));

  const api = await startRuntimeApi(name);
  const loop = join(platform, "dist", "nodejs-runtime", "index.js");
  // Nothing of this process's own environment: what a function needs is what it was given.
  const child = spawn(process.execPath, [loop, `functions/${name}.handler`], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment,
      SST_KEY: key.toString("base64"),
      AWS_LAMBDA_RUNTIME_API: api.host,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
      AWS_LAMBDA_LOG_FORMAT: "JSON",
      AWS_REGION: "eu-central-1",
      // By whose name requests are signed: `role.ts` knows the role by it.
      AWS_ACCESS_KEY_ID: name,
      AWS_SECRET_ACCESS_KEY: "secret",
      ...surroundings,
    },
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => log.push(String(chunk)));
  child.once("exit", (code) => api.fail(new Error(`${name} has ended with ${code}: ${log.join("")}`)));
  return { invoke: (event) => api.invoke(event), log, stop: () => stopped(child, () => api.close()) };
}

async function stopped(child: ChildProcess, close: () => Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await close();
}

/** As SST does it, and `sst/resource` reads it: AES-256-GCM under a key that is used once, so that the nonce may be zero. */
function encrypted(key: Buffer, text: string): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 0));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}
