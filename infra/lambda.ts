import { logs, mayLog } from "./logs.ts";
import { policy, reserved, stripeMode, testClock } from "./stage.ts";

/** What a function may touch; and, where it has other work than to answer a request, its time. */
export interface Access extends Pick<sst.aws.FunctionArgs, "link" | "timeout"> {
  readonly permissions?: sst.aws.FunctionPermissionArgs[];
  readonly environment?: Record<string, string>;
}

const names = new Set<string>();

/** The function in `functions/<name>.ts`, as all of them run. */
export function lambda(name: string, { permissions = [], environment, ...access }: Access): sst.aws.FunctionArgs {
  names.add(name);
  const instances = reserved.get(name);
  return {
    runtime: "nodejs24.x",
    architecture: "arm64", //   a fifth cheaper than x86, and nothing in a bundle minds
    memory: "1024 MB", //       CPU is sold with memory, and a cold start is all CPU
    timeout: "20 seconds", //   room for the ledger's retries, well inside the gateway's 30 and Stripe's patience
    logging: { format: "json", logGroup: logs.name },
    handler: `functions/${name}.handler`,
    environment: {
      POLICY: policy,
      STRIPE_MODE: stripeMode,
      ...(testClock && { TEST_CLOCK: testClock }),
      ...environment,
    },
    permissions: [...permissions, mayLog],
    ...(instances !== undefined && { concurrency: { reserved: instances } }),
    transform: {
      role(args) {
        args.managedPolicyArns = []; // `mayLog` takes its place
        // SST lets all of the account put on the role, which only `sst dev` needs.
        if (!$dev) args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
      },
    },
    ...access,
  };
}

/** @throws a setting names a function that there is none of. */
export function checkReserved(): void {
  for (const name of reserved.keys())
    if (!names.has(name)) throw new Error(`RESERVED_CONCURRENCY names ${name}; there are ${[...names].join(", ")}.`);
}
