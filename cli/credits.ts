import { run } from "./run.ts";

// `npm run credits -- …`
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  now: () => Date.now(),
  print: (text) => console.log(text),
  tell: (text) => console.error(text),
});
