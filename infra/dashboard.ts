import { alarms } from "./alarm.ts";
import { api } from "./api.ts";
import { deadLetters } from "./dead-letters.ts";
import { codes, namespace } from "./log-alarms.ts";
import { table } from "./table.ts";

type Metric = readonly $util.Input<unknown>[];
type Graph = readonly [title: string, stat: string, metrics: readonly Metric[]];

const { region } = aws.getRegionOutput();

const WIDTH = 12;
const HEIGHT = 6;

/** Two graphs a row, below the row of alarms. */
const graph = ([title, stat, metrics]: Graph, index: number) => ({
  type: "metric",
  x: (index % 2) * WIDTH,
  y: 3 + Math.floor(index / 2) * HEIGHT,
  width: WIDTH,
  height: HEIGHT,
  properties: { title, stat, metrics, region, period: 300 },
});

const ofApi = (name: string): Metric => ["AWS/ApiGateway", name, "ApiId", api.nodes.api.id];
const ofTable = (name: string): Metric => ["AWS/DynamoDB", name, "TableName", table.name];
const waiting = [...deadLetters.values()].map(({ nodes }): Metric => {
  return ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", nodes.queue.name];
});

const graphs: readonly Graph[] = [
  ["Requests, and those refused or failed", "Sum", [ofApi("Count"), ofApi("4xx"), ofApi("5xx")]],
  ["Time of an answer, 99 of 100 (ms)", "p99", [ofApi("Latency"), ofApi("IntegrationLatency")]],
  ["The table's units", "Sum", [ofTable("ConsumedReadCapacityUnits"), ofTable("ConsumedWriteCapacityUnits")]],
  ["Conflicts and throttles", "Sum", [ofTable("TransactionConflict"), ofTable("WriteThrottleEvents")]],
  ["What the functions say", "Maximum", Object.keys(codes).map((name): Metric => [namespace, name])],
  ["What waits for somebody", "Maximum", waiting],
];

new aws.cloudwatch.Dashboard("Dashboard", {
  dashboardName: `${$app.name}-${$app.stage}`,
  dashboardBody: $jsonStringify({
    widgets: [
      { type: "alarm", x: 0, y: 0, width: 24, height: 3, properties: { alarms: alarms.map(({ arn }) => arn) } },
      ...graphs.map(graph),
    ],
  }),
});
