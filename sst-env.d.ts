/** What the functions are linked to. SST writes such a file on `sst dev` and `sst deploy`; this one serves before the first of them. */
import "sst";

declare module "sst" {
  export interface Resource {
    Table: { type: "sst.aws.Dynamo"; name: string };
    StripeSecretKey: { type: "sst.sst.Secret"; value: string };
    StripeWebhookSecret: { type: "sst.sst.Secret"; value: string };
    StripeWebhookSecretNext: { type: "sst.sst.Secret"; value: string };
  }
}
