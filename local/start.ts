import { firstLight } from "./first-light.ts";
import { builtPage } from "./page-build.ts";
import { startPassbook } from "./passbook.ts";
import { SetupProblem } from "./setup-problem.ts";

// `npm start`. PORT, STRIPE_PORT, POLICY, DATA_DIR; DYNAMODB_ENDPOINT is read by the engine.
const setting = (name: string, usual: string): string => process.env[name]?.trim() || usual;

function portSetting(name: string, usual: number): number {
  const port = Number(setting(name, String(usual)));
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SetupProblem(`${name} is ${process.env[name]}; a port is a whole number up to 65535.`);
}

let stop = async (): Promise<void> => {};
let isStopping = false;

/** The engine ends with us in any case; being polite to what is still being answered is all there is to do. */
async function leave(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await stop();
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void leave());

// npm runs us in a shell and passes its own SIGTERM on to that shell alone; that it is gone is all that we learn.
const parent = process.ppid;
const watch = () => {
  if (process.ppid !== parent) void leave();
};
if (process.env["npm_lifecycle_event"] !== undefined) setInterval(watch, 100).unref();

/** What the person at the keyboard can put right is one sentence; anything else is ours, with its stack. */
function explained(error: unknown): unknown {
  if (error instanceof SetupProblem) return error.message;
  const isOfTheSystem = error instanceof Error && "syscall" in error;
  return isOfTheSystem ? `Passbook could not start: ${error.message}.` : error;
}

/**
 * Another product: this process becomes a new one, because the functions read their environment once. It keeps its number, so
 * that npm, the terminal and the page go on with it.
 */
async function beginAnewWith(policy: string, ports: Readonly<Record<"PORT" | "STRIPE_PORT", string>>): Promise<void> {
  isStopping = true;
  await stop();
  const [script = ""] = process.argv.slice(1);
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, script], {
    ...process.env,
    ...ports,
    POLICY: policy,
  });
}

/** Where it can't be built everything else works: the API is no worse for a page that is being written. */
async function page(): Promise<string | undefined> {
  try {
    return await builtPage(() => console.log("Building the page: once, until something of it changes."));
  } catch (error) {
    console.error("The page could not be built:", error);
    return undefined;
  }
}

try {
  const dataDir = setting("DATA_DIR", ".passbook");
  const passbook = await startPassbook({
    policy: setting("POLICY", "omnia"),
    port: portSetting("PORT", 4000),
    stripePort: portSetting("STRIPE_PORT", 4010),
    dataDir,
    page: await page(),
    restart: (policy) => void beginAnewWith(policy, ports()),
  });
  const ports = () => ({ PORT: new URL(passbook.api).port, STRIPE_PORT: new URL(passbook.stripe.url).port });
  stop = passbook.stop;
  console.log(await firstLight(passbook, dataDir));
} catch (error) {
  // Told to stop in the middle of starting: what fails then has been taken away on purpose.
  if (!isStopping) {
    console.error(explained(error));
    process.exit(1);
  }
}
