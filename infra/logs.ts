/** One group for all functions: an account's story is searched in one place, and each code is counted by one filter. */
export const logs = new aws.cloudwatch.LogGroup("Logs", {
  name: `/${$app.name}/${$app.stage}`,
  retentionInDays: 90, // a dispute may come that late; the journal itself stays for ever
});

/** Instead of AWS's own policy for this, which opens every log group of the account. */
export const mayLog = {
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [$interpolate`${logs.arn}:*`],
} satisfies sst.aws.FunctionPermissionArgs;
