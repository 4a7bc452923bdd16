import { alarmEmail, alarmUrl } from "./stage.ts";

/** Where alarms go. Nobody need subscribe: then they are only on the dashboard. */
const topic = new sst.aws.SnsTopic("Alarms");
const tell = (name: string, protocol: "email" | "https", endpoint: string) =>
  new aws.sns.TopicSubscription(name, { topic: topic.arn, protocol, endpoint });
if (alarmEmail) tell("AlarmEmail", "email", alarmEmail);
if (alarmUrl) tell("AlarmUrl", "https", alarmUrl);

type Told = Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions" | "metricQueries">;

export interface AlarmArgs extends Told {
  /** What it means; `docs/operate.md` says what to do. */
  readonly means: string;
  /** It sounds above this, in a period; 0: at the first. */
  readonly above: number;
  readonly statistic?: "Sum" | "Maximum";
  readonly minutes?: number;
  /** It sounds too where nothing is told at all. */
  readonly silence?: "sounds";
}

/** All of them, for the dashboard. */
export const alarms: aws.cloudwatch.MetricAlarm[] = [];

export function alarm(
  name: string,
  { means, above, statistic = "Sum", minutes = 5, silence, ...told }: AlarmArgs,
): void {
  const made = new aws.cloudwatch.MetricAlarm(`Alarm${name}`, {
    alarmDescription: means,
    comparisonOperator: "GreaterThanThreshold",
    threshold: above,
    evaluationPeriods: 1,
    ...told,
    ...(!told.metricQueries && { statistic, period: minutes * 60 }),
    treatMissingData: silence === "sounds" ? "breaching" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
  alarms.push(made);
}
