/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    return {
      name: "passbook",
      home: "aws",
      protect: isProduction,
      removal: isProduction ? "retain" : "remove",
      // SST writes its types beside every package.json; these two know nothing of where they run.
      types: { ignore: ["core", "web"] },
    };
  },
  async run() {
    const { outputs } = await import("./infra/passbook.ts");
    return outputs;
  },
});
