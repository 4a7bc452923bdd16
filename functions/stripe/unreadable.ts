/** An event that is ours and that we can't read: it must fail loudly, so that Stripe sends it again and somebody looks. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}
