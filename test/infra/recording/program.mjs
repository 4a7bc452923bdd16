// The program that SST would run, over Pulumi's mocks: it declares, nothing is made, and what was declared is printed.
// It is bundled together with `infra/` and SST's own components, as SST bundles them (`declare.ts`).
import { createServer } from "node:http";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const { stage, platform, folder } = JSON.parse(process.env.DECLARE);
const removal = stage === "production" ? "retain" : "remove";

const declared = [];

/** What SST's own process answers to its components. */
const ANSWERS = {
  "Provider.Aws.Bootstrap": { asset: "assets", assetEcrRegistryId: "1", assetEcrUrl: "ecr", state: "state" },
  "Runtime.Build": { handler: "index.handler", out: join(folder, "bundle"), errors: [], sourcemaps: [] },
};
const server = createServer(async (request, response) => {
  const { method, params } = JSON.parse(
    await Array.fromAsync(request).then((chunks) => Buffer.concat(chunks).toString()),
  );
  if (method === "Runtime.Build") declared.push({ type: "bundle", name: params[0].functionID, inputs: params[0] });
  response.end(JSON.stringify({ result: ANSWERS[method] ?? {} }));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
server.unref();
process.env.SST_SERVER = `http://127.0.0.1:${server.address().port}`;

const { output, apply, all, interpolate, concat, jsonParse, jsonStringify } = pulumi;
Object.assign(globalThis, {
  aws,
  $util: pulumi,
  $output: output,
  $apply: apply,
  $resolve: all,
  $interpolate: interpolate,
  $concat: concat,
  $jsonParse: jsonParse,
  $jsonStringify: jsonStringify,
  $app: { name: "passbook", stage, removal, protect: stage === "production", providers: { aws: {} } },
  $dev: false,
  $cli: {
    command: "deploy",
    paths: { root: folder, work: join(folder, "work"), platform, home: folder },
    state: { version: {} },
  },
});

/** What AWS only knows once it has made it. */
const MADE = {
  "aws:dynamodb/table:Table": (name) => ({ streamArn: `arn:dynamodb:${name}/stream/1`, streamEnabled: true }),
  "aws:apigatewayv2/api:Api": (name) => ({
    apiEndpoint: `https://${name}.example`,
    executionArn: `arn:execute-api:${name}`,
  }),
  "aws:sqs/queue:Queue": (name) => ({ arn: `arn:aws:sqs:eu-central-1:111111111111:${name}` }),
  "aws:cloudwatch/eventBus:EventBus": (name) => ({ arn: `arn:aws:events:eu-central-1:111111111111:event-bus/${name}` }),
};

await pulumi.runtime.setMocks(
  {
    newResource({ type, name, inputs, custom }) {
      declared.push({ type, name, inputs });
      const arn = `arn:${type.split(":")[1] ?? type}:${name}`;
      return {
        id: `${name}.id`,
        state: custom === false ? inputs : { name, arn, url: `https://${name}`, ...inputs, ...MADE[type]?.(name) },
      };
    },
    call({ token, inputs }) {
      if (token === "aws:iam/getPolicyDocument:getPolicyDocument")
        return { ...inputs, json: JSON.stringify(inputs.statements) };
      return { ...inputs, region: "eu-central-1", partition: "aws", accountId: "111111111111", name: "eu-central-1" };
    },
  },
  "passbook",
  stage,
  false,
);

await pulumi.runtime.runInPulumiStack(async () => {
  // What SST writes into sst-env.d.ts: everything at the top that can be linked.
  pulumi.runtime.registerStackTransformation(({ type, name, resource, opts, props }) => {
    process.nextTick(() => {
      if (opts.parent || !("getSSTLink" in resource)) return;
      const properties = Object.keys(resource.getSSTLink().properties);
      declared.push({ type: "linkable", name, inputs: { type: type.replaceAll(":", "."), properties } });
    });
    return { opts, props };
  });
  globalThis.sst = await import("sst-components");
  await import("passbook-infra");
});

process.once("beforeExit", () => {
  process.stdout.write(JSON.stringify(declared.map(unsecret)));
});

/** Pulumi's mark of a secret is not what AWS is told. */
function unsecret(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(unsecret);
  if (value[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig) return unsecret(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unsecret(part)]));
}
