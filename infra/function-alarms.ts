import { alarm } from "./alarm.ts";
import { announce } from "./announce.ts";
import { api } from "./api.ts";
import { reconcile } from "./reconcile.ts";
import { sweep } from "./sweep.ts";

const errorsOf = (name: string, functionName: $util.Input<string>) =>
  alarm(`${name}Errors`, {
    means: `The function ${name.toLowerCase()} has failed. It is tried again; what is given up waits in its queue.`,
    above: 0,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: functionName },
  });

const announcing = announce.nodes.function.name;
errorsOf("Announce", announcing);
errorsOf("Sweep", sweep.nodes.function.name);
errorsOf("Reconcile", reconcile.nodes.function.name);

alarm("AnnounceBehind", {
  means: "The news of the journal is more than an hour late. Of the stream a day is kept.",
  above: 60 * 60 * 1_000,
  statistic: "Maximum",
  namespace: "AWS/Lambda",
  metricName: "IteratorAge",
  dimensions: { FunctionName: announcing },
});

alarm("LambdaThrottles", {
  means: "Lambda had no instance left: the limit is that of the account and its region, whoever has used it up.",
  above: 10,
  namespace: "AWS/Lambda",
  metricName: "Throttles",
});

alarm("ApiErrors", {
  means:
    "The gateway has answered 5xx: its own, those of functions that did not start, and those that the codes count.",
  above: 20,
  namespace: "AWS/ApiGateway",
  metricName: "5xx",
  dimensions: { ApiId: api.nodes.api.id },
});
