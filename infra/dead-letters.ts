/** Every queue of what could not be done, by the name of the function that could not: an alarm watches each. */
export const deadLetters = new Map<string, sst.aws.Queue>();

/** Where it waits for somebody to look, for as long as a queue can keep it. */
export function deadLettersOf(name: string): sst.aws.Queue {
  const queue = new sst.aws.Queue(`${name}DeadLetters`, {
    transform: { queue: { messageRetentionSeconds: 14 * 24 * 60 * 60 } },
  });
  deadLetters.set(name, queue);
  return queue;
}

export const maySendTo = ({ arn }: sst.aws.Queue) => ({ actions: ["sqs:SendMessage"], resources: [arn] });
