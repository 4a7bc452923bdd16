import { runPush } from "./push/run.ts";

// `npm run stripe:push -- …`
process.exitCode = await runPush(process.argv.slice(2), {
  env: process.env,
  now: () => Date.now(),
  print: (text) => console.log(text),
  tell: (text) => console.error(text),
});
