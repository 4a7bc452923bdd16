import { deadLettersOf, maySendTo } from "./dead-letters.ts";
import { type Access, lambda } from "./lambda.ts";

/** A function that EventBridge Scheduler starts. A run that can't be started, or fails three times, waits in a queue of its own. */
export function scheduled(name: string, schedule: sst.aws.CronV2Args["schedule"], access: Access): sst.aws.CronV2 {
  const failed = deadLettersOf(name);
  const { transform, ...run } = lambda(name.toLowerCase(), {
    ...access,
    permissions: [...(access.permissions ?? []), maySendTo(failed)],
  });
  return new sst.aws.CronV2(name, {
    schedule,
    retries: 2,
    dlq: failed.arn,
    function: {
      ...run,
      transform: {
        ...transform,
        // The scheduler only sees that it was started: what fails then is Lambda's to put aside.
        function: { deadLetterConfig: { targetArn: failed.arn } },
      },
    },
  });
}
