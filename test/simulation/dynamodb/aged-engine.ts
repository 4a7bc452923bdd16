import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Engine, startEngine } from "../../../local/engine.ts";
import { SetupProblem } from "../../../local/setup-problem.ts";
import { ensureTable } from "../../../local/table.ts";
import type { Side } from "./differential.ts";

const NAME = "DynamoDB Local";
const TABLE = "tokens";
const TOKEN_LIVES_MS = 600_000;

/** A DynamoDB Local of one test, whose tokens can be made older: it keeps the instant of each beside its items, in SQLite. */
export class AgedEngine {
  readonly #dataDir: string;
  #engine: Engine;

  private constructor(dataDir: string, engine: Engine) {
    this.#dataDir = dataDir;
    this.#engine = engine;
  }

  /** @returns `undefined` where it cannot run, or another engine is named by `DYNAMODB_ENDPOINT`. */
  static async start(): Promise<AgedEngine | undefined> {
    const dataDir = mkdtempSync(join(tmpdir(), "passbook-tokens-"));
    const engine = await startEngine({ dataDir, only: NAME }).catch((problem: unknown) => {
      if (problem instanceof SetupProblem) return undefined;
      throw problem;
    });
    if (engine?.name !== NAME) {
      rmSync(dataDir, { recursive: true });
      return undefined;
    }
    await ensureTable(engine.endpoint, TABLE);
    return new AgedEngine(dataDir, engine);
  }

  get side(): Side {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const { endpoint, name } = this.#engine;
    return {
      engine: name,
      client: new DynamoDBClient({ endpoint, region: "local", credentials, maxAttempts: 1 }),
      table: TABLE,
    };
  }

  /**
   * Starts it again with tokens that live for so long from now. While it runs nobody else may write into its file, and what has
   * ended by the time it starts it forgets, as it should: only a token that ends while it runs is what the quirk is about.
   */
  async leaveTokens(milliseconds: number): Promise<void> {
    await this.#engine.stop();
    const stored = new DatabaseSync(join(this.#dataDir, "shared-local-instance.db"));
    stored.prepare("UPDATE tr SET CreationDateTime = ?").run(Date.now() - TOKEN_LIVES_MS + milliseconds);
    stored.close();
    this.#engine = await startEngine({ dataDir: this.#dataDir, only: NAME });
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
