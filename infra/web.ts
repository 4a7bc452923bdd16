import { existsSync } from "node:fs";
import { join } from "node:path";
import { api } from "./api.ts";
import { webDomain } from "./stage.ts";

/** The page "Subscription and credits", where there is one in `web/`. */
export const web = existsSync(join($cli.paths.root, "web", "index.html"))
  ? new sst.aws.StaticSite("Web", {
      build: { command: "npm run web:build", output: "web/dist" },
      dev: { command: "npm run web:dev" },
      environment: { VITE_PASSBOOK_URL: api.url },
      ...(webDomain && { domain: webDomain }),
    })
  : undefined;
