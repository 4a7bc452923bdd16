import { HANDLED } from "../functions/stripe/handled.ts";
import { deadLettersOf } from "./dead-letters.ts";
import { lambda } from "./lambda.ts";
import { may } from "./may.ts";
import { stripeKey } from "./secrets.ts";
import { stripeEventSource } from "./stage.ts";
import { table } from "./table.ts";

/** The second way in: Stripe's destination on EventBridge, where a stage names one. */
if (stripeEventSource) {
  const unread = deadLettersOf("StripeEvents");
  const told = new sst.aws.Queue("StripeEvents", {
    visibilityTimeout: "2 minutes", //          six times the function's own, as AWS asks
    dlq: { queue: unread.arn, retry: 10 }, //   some twenty minutes; a link that is missing has come by then
  });
  told.subscribe(lambda("stripe-events", { link: [table, stripeKey], permissions: [may.read, may.write, may.list] }), {
    batch: { partialResponses: true },
    // A storm waits in the queue, and leaves the instances to those who spend.
    transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: 10 } } },
  });

  const bus = new aws.cloudwatch.EventBus("StripeBus", {
    name: stripeEventSource, // a partner's bus must have the name of its source
    eventSourceName: stripeEventSource,
  });
  const rule = new aws.cloudwatch.EventRule("StripeRule", {
    eventBusName: bus.name,
    eventPattern: JSON.stringify({ source: [stripeEventSource], "detail-type": HANDLED }),
  });
  new aws.cloudwatch.EventTarget("StripeTarget", { eventBusName: bus.name, rule: rule.name, arn: told.arn });
  new aws.sqs.QueuePolicy("StripeEventsPolicy", {
    queueUrl: told.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          actions: ["sqs:SendMessage"],
          resources: [told.arn],
          conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [rule.arn] }],
        },
      ],
    }).json,
  });
}
