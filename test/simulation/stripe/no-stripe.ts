import Stripe from "stripe";

/** F15: where the table is silent and Stripe would have to be asked, it does not answer; its own deliveries come all the same. */
class NoConnection extends Stripe.HttpClient {
  override getClientName(): string {
    return "nothing";
  }

  override makeRequest(): Promise<never> {
    return Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
  }
}

export const STRIPE_IS_DOWN = new Stripe("sk_test_passbook", { httpClient: new NoConnection(), maxNetworkRetries: 0 });
