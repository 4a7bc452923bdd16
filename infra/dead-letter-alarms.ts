import { alarm } from "./alarm.ts";
import "./announce.ts";
import { deadLetters } from "./dead-letters.ts";
import "./reconcile.ts";
import "./stripe-events.ts";
import "./sweep.ts";

for (const [name, queue] of deadLetters)
  alarm(`${name}DeadLetters`, {
    means: `Something that ${name} could not do waits in its queue, for 14 days.`,
    above: 0,
    statistic: "Maximum",
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.nodes.queue.name },
  });
