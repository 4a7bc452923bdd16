import { expect } from "vitest";
import { tableSchema } from "../../functions/ledger/schema.ts";
import { type Route, routes } from "../../functions/routes.ts";
import { HANDLED } from "../../functions/stripe/handled.ts";
import type { Deployment } from "./deployment.ts";
import { documented } from "./documented.ts";
import { linksRead } from "./links-read.ts";
import { resourceTypes } from "./resource-types.ts";

/** What must hold of whatever is deployed. Each is seen broken in `forgotten.test.ts`. */
export const laws: Readonly<Record<string, (deployment: Deployment) => void | Promise<void>>> = {
  "the table has the keys, indexes and recovery that the ledger rests on": (deployment) => {
    const table = deployment.only("dynamodb/table");
    expect(table).toMatchObject({
      hashKey: tableSchema.primaryIndex.hashKey,
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      ttl: { attributeName: "ttl", enabled: true },
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
    });
    expect(table["rangeKey"]).toBeUndefined();
    const types = { string: "S", number: "N" };
    const fields = Object.entries(tableSchema.fields).map(([name, type]) => ({ name, type: types[type] }));
    expect(table["attributes"]).toEqual(fields);
    const indexes = Object.entries(tableSchema.globalIndexes as Record<string, Index>);
    expect(table["globalSecondaryIndexes"]).toMatchObject(
      indexes.map(([name, { hashKey, rangeKey, projection }]) => ({
        name,
        hashKey,
        rangeKey,
        ...(projection === "keys-only"
          ? { projectionType: "KEYS_ONLY" }
          : { projectionType: "INCLUDE", nonKeyAttributes: projection }),
        onDemandThroughput: table["onDemandThroughput"],
      })),
    );
  },

  "every verb has its route, its own function, its scopes and its limit, and there is no other route": (deployment) => {
    const scopesOf = ({ scope }: Route) => (scope ? [...new Set([scope, "credits:operate"])] : undefined);
    const wanted = (routes as readonly Route[]).map((route) => ({
      routeKey: `${route.method} ${route.path}`,
      authorizationType: route.scope ? "JWT" : "NONE",
      authorizationScopes: scopesOf(route),
      handler: `functions/${route.function}.handler`,
    }));
    const made = deployment.all("apigatewayv2/route").map(({ name, inputs }) => ({
      routeKey: inputs["routeKey"],
      authorizationType: inputs["authorizationType"],
      authorizationScopes: inputs["authorizationScopes"],
      handler: deployment.handlerBehind(name.replace(/Route$/, "")),
    }));
    const byKey = (a: { routeKey: unknown }, b: { routeKey: unknown }) =>
      String(a.routeKey).localeCompare(String(b.routeKey));
    expect(made.toSorted(byKey)).toEqual(wanted.toSorted(byKey));
    const limits = deployment.only("apigatewayv2/stage")["routeSettings"] as { routeKey: string }[];
    expect(limits.map(({ routeKey }) => routeKey)).toEqual(wanted.map(({ routeKey }) => routeKey));
    for (const limit of limits)
      expect(limit).toMatchObject({
        throttlingRateLimit: expect.any(Number),
        throttlingBurstLimit: expect.any(Number),
      });
  },

  "tokens are those of the issuer and the audience that the stage names": (deployment) => {
    expect(deployment.only("apigatewayv2/authorizer")).toMatchObject({
      authorizerType: "JWT",
      jwtConfiguration: { issuer: "https://auth.example", audiences: ["passbook"] },
    });
  },

  "a function may do what docs/infrastructure.md says, and nothing else": (deployment) => {
    const made = [...deployment.functions.values()].map(({ name, allowed, links }) => {
      return [name, { allowed, links: Object.keys(links).toSorted() }];
    });
    const told = documented().filter(({ name }) => deployment.functions.has(name) || !OPTIONAL.has(name));
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(told.map(({ name, ...row }) => [name, row])));
  },

  "nobody may delete, scan or do everything, and only with what is ours": (deployment) => {
    for (const { name, statements, role } of deployment.functions.values()) {
      expect([name, role["managedPolicyArns"]]).toEqual([name, []]);
      expect(role["assumeRolePolicy"]).not.toContain(":root");
      for (const { effect, actions, resources } of statements) {
        expect([name, effect]).toEqual([name, "Allow"]);
        for (const action of actions) expect([name, action]).toEqual([name, expect.not.stringMatching(FORBIDDEN)]);
        expect(resources.length).toBeGreaterThan(0);
        for (const resource of resources)
          expect([name, resource]).toEqual([
            name,
            expect.stringMatching(/^arn:.*(?:Table|Bus|Dead|StripeEvents|Logs)/),
          ]);
      }
    }
  },

  "a function is linked to what its code reads, secrets above all, and to nothing else": async (deployment) => {
    const read = await linksRead([...deployment.functions.keys()]);
    const linked = [...read.keys()].map((name) => {
      return [name, Object.keys(deployment.functions.get(name)?.links ?? {}).toSorted()];
    });
    expect(Object.fromEntries(linked)).toEqual(Object.fromEntries(read));
  },

  "secrets are in no environment": (deployment) => {
    const secrets = ["a key", "a secret", "another key"];
    for (const { name, settings } of deployment.functions.values())
      for (const secret of secrets)
        expect([name, JSON.stringify(settings)]).toEqual([name, expect.not.stringContaining(`"${secret}"`)]);
  },

  "functions run on the current Node, on ARM, and log JSON into the one group that is kept for 90 days": (
    deployment,
  ) => {
    const { name: logGroup, retentionInDays } = deployment.named("cloudwatch/logGroup", "Logs");
    expect(retentionInDays).toBe(90);
    for (const { name, settings } of deployment.functions.values()) {
      expect([name, settings]).toEqual([
        name,
        expect.objectContaining({
          runtime: "nodejs24.x",
          architectures: ["arm64"],
          memorySize: 1024,
          timeout: TIMEOUTS[name] ?? 20,
          loggingConfig: { logFormat: "JSON", logGroup },
        }),
      ]);
    }
  },

  "EventBridge passes exactly the events that are read, where a stage takes them that way": (deployment) => {
    for (const { inputs } of deployment.all("cloudwatch/eventRule")) {
      const pattern = String(inputs["eventPattern"]);
      expect(pattern.length).toBeLessThanOrEqual(2048);
      expect((JSON.parse(pattern) as Record<string, unknown>)["detail-type"]).toEqual(HANDLED);
    }
  },

  "everything that the functions say is wrong has an alarm, which somebody is told of": (deployment) => {
    const counted = deployment.all("cloudwatch/logMetricFilter").map(({ inputs }) => {
      return inputs["metricTransformation"] as { name: string; namespace: string };
    });
    const alarms = deployment.all("cloudwatch/metricAlarm").map(({ inputs }) => inputs);
    for (const { name, namespace } of counted)
      expect(alarms).toContainEqual(expect.objectContaining({ metricName: name, namespace }));
    const waiting = deployment.all("sqs/queue").filter(({ name }) => name.includes("DeadLetters"));
    for (const { inputs } of waiting)
      expect(alarms).toContainEqual(expect.objectContaining({ dimensions: { QueueName: inputs["name"] } }));
    const topic = `arn:sns/topic:AlarmsTopic`;
    for (const told of alarms) expect(told).toMatchObject({ alarmActions: [topic], okActions: [topic] });
  },

  "the types of Resource are those that SST would write": (deployment) => {
    const always = deployment.linkable.filter(([name]) => !/^(?:StripeEvents|Web)/.test(name));
    expect(resourceTypes()).toEqual(always.toSorted(([a], [b]) => a.localeCompare(b)));
  },
};

interface Index {
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly projection: "keys-only" | readonly string[];
}

/** Deployed only where a stage asks for it. */
const OPTIONAL = new Set(["stripe-events"]);
const FORBIDDEN = /\*|Delete(?!Message)|Scan|Batch|PartiQL|Create(?!LogStream)|UpdateTable/;
const TIMEOUTS: Readonly<Record<string, number>> = { announce: 60, sweep: 300, reconcile: 900 };
