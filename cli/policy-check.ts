import { deployedPolicies } from "./policy/deployed.ts";
import { runPolicyCheck } from "./policy/run.ts";

// `npm run policy:check -- <commit>`
process.exitCode = await runPolicyCheck(process.argv.slice(2), deployedPolicies, {
  env: process.env,
  now: () => Date.now(),
  print: (text) => console.log(text),
  tell: (text) => console.error(text),
});
