/**
 * Makes a fresh clone ready: installs what package-lock.json names, Node 24 among it, and says so. Run by `prestart`
 * and `pretest` with whatever Node the machine has, before anything is installed; therefore no TypeScript here and no
 * dependency. Where everything is in place it is silent.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, "package-lock.json");
const stamp = join(root, "node_modules", ".passbook-setup");
const lockfileHash = createHash("sha256").update(readFileSync(lockfile)).digest("hex");

if (!isInstalled()) install();
checkNode();

/** By the hash of our last installation; or npm has installed by itself since the lockfile was last written. */
function isInstalled() {
  if (read(stamp) === lockfileHash) return true;
  // npm writes this file when an installation is complete, so an interrupted one does not count.
  if (!(writtenAt(join(root, "node_modules", ".package-lock.json")) >= writtenAt(lockfile))) return false;
  writeFileSync(stamp, lockfileHash);
  return true;
}

function install() {
  console.log(
    "Setting up Passbook: installing its packages, Node 24 among them, into node_modules. Once, a minute or two.",
  );
  // Not `npm ci`: it refuses a lockfile that lacks another platform's optional packages. This takes the locked versions too.
  const args = [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
    "--include=dev",
  ];
  // The npm that runs us, on the Node that runs us: the PATH may hold another one, or none.
  const npm = process.env["npm_execpath"];
  const [command, first] = npm?.endsWith("npm-cli.js") ? [process.execPath, [npm]] : ["npm", []];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (error !== undefined) fail(`npm could not be started: ${error.message}`, 1);
  if (status !== 0) fail("The packages could not be installed; npm's message is above.", status ?? 1);
  writeFileSync(stamp, lockfileHash);
}

function checkNode() {
  const node = join(root, "node_modules", ".bin", "node");
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  const major = Number(/^v(\d+)\./.exec(stdout ?? "")?.[1]);
  if (major >= 24) return;
  fail(
    `${node} should be Node 24 or later, and answers ${stdout?.trim() || "nothing"}. Delete node_modules and try again.`,
    1,
  );
}

/**
 * @param {string} message
 * @param {number} exitCode
 * @returns {never}
 */
function fail(message, exitCode) {
  console.error(message);
  process.exit(exitCode);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
}
