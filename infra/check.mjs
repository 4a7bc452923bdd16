// Type-checks the infrastructure against SST's own components, without an AWS account.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => (existsSync(root + path) ? readFileSync(root + path, "utf8") : "");

function run(command, env = {}) {
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

const { version } = JSON.parse(read("node_modules/sst/package.json"));

if (read(".sst/platform/version").trim() !== version) {
  console.log(`Installing SST's components (${version}) into .sst/platform: about a minute, once.`);
  run("npx sst install", {
    SST_STAGE: process.env.SST_STAGE ?? "check", // it asks for one, and deploys nothing
    SST_SKIP_DEPENDENCY_CHECK: "1",
    SST_TELEMETRY_DISABLED: "1",
    NO_BUN: "1",
  });
}

run("npx tsc -p infra");
console.log("The infrastructure type-checks.");
