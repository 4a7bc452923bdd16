import { createRemoteJWKSet, jwtVerify } from "jose";

/** What has to be paid for, and who has said so: `claim` answers false for a spend that it has seen before. */
interface Delivery {
  readonly account: string;
  readonly service: string;
  readonly claim: (spend: string) => Promise<boolean>;
}

/** Checks receipts of the Passbook at `url`. Throws where one does not pay for the delivery. */
export function receiptsOf(url: string) {
  const keys = createRemoteJWKSet(new URL("/.well-known/receipts.json", url));
  return async function paid(receipt: string, { account, service, claim }: Delivery) {
    const { payload } = await jwtVerify(receipt, keys, { typ: "passbook-receipt+jwt", algorithms: ["EdDSA"] });
    if (payload["account"] !== account || payload["service"] !== service) throw new Error("it pays for something else");
    if (!(await claim(String(payload["spend"])))) throw new Error("it has been used before");
    return payload;
  };
}
