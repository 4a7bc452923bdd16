import { startEngine } from "../../local/engine.ts";

// A process of its own, so that a test can kill it: says where its engine is, and stays.
const { endpoint } = await startEngine({ dataDir: process.argv[2] ?? "" });
console.log(endpoint);
setInterval(() => {}, 60_000);
