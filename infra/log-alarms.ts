import { type AlarmArgs, alarm } from "./alarm.ts";
import { logs } from "./logs.ts";

interface Code extends Pick<AlarmArgs, "means" | "above" | "statistic" | "minutes" | "silence"> {
  /** In the language of CloudWatch's filters. */
  readonly pattern: string;
  /** What is counted of a line; absent: the line. */
  readonly value?: string;
}

const message = (code: string) => `{ $.message = "${code}" }`;

/** What is counted in the functions' own lines. */
export const codes: Readonly<Record<string, Code>> = {
  InternalError: {
    pattern: message("internal_error"),
    above: 0,
    means: "A handler has failed in a way that nobody foresaw; who asked was told 500.",
  },
  InvariantBroken: {
    pattern: '{ $.error.name = "InvariantBroken" }',
    above: 0,
    means: "The rules have made an entry that can't be; nothing of it was written. A defect of ours.",
  },
  UnreadableEvent: {
    pattern: message("unreadable_event"),
    above: 0,
    means: "Stripe has told something of ours that can't be read. It is kept; Stripe sends it again.",
  },
  Busy: {
    pattern: message("busy"),
    above: 20,
    means: "Requests were given up after several tries, 503: one account is very busy, or the table does not answer.",
  },
  UnreadableMessage: {
    pattern: message("unreadable_message"),
    above: 0,
    means: "Something is in Stripe's queue that is no event, or one of the other mode: look at the destination.",
  },
  EventFailed: {
    pattern: message("event_failed"),
    above: 20,
    means: "Events of Stripe's queue have failed, and come again; at the end they wait among the dead letters.",
  },
  RefusedEvent: {
    pattern: message("refused_event"),
    above: 0,
    means: "The bus does not take an event, and never will: nobody is told of it. The journal has it.",
  },
  UnreadableEntry: {
    pattern: message("unreadable_entry"),
    above: 0,
    means: "An entry of the stream can't be read: nobody is told of it. A defect of ours.",
  },
  UnsweptAccount: {
    pattern: message("unswept_account"),
    above: 0,
    minutes: 60,
    means: "The sweep has failed at an account, and left it as it is. The next run tries it again.",
  },
  OldestUnsweptSeconds: {
    pattern: message("swept"),
    value: "$.oldestUnsweptSeconds",
    above: 3 * 60 * 60,
    statistic: "Maximum",
    minutes: 3 * 60,
    silence: "sounds",
    means: "Something has been due for more than three hours, or the sweep has not run: warnings are late.",
  },
  Drift: {
    pattern: message("reconciled"),
    value: "$.left",
    above: 0,
    statistic: "Maximum",
    minutes: 24 * 60,
    means: "Stripe and the journal don't agree.",
  },
};

export const namespace = `Passbook/${$app.stage}`;

for (const [name, { pattern, value = "1", ...alarmed }] of Object.entries(codes)) {
  new aws.cloudwatch.LogMetricFilter(`Count${name}`, {
    logGroupName: logs.name,
    pattern,
    metricTransformation: { namespace, name, value },
  });
  alarm(name, { namespace, metricName: name, ...alarmed });
}
