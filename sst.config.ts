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
    const { api } = await import("./infra/api.ts");
    return { api: api.url };
  },
});
