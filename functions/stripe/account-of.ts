import { isAccountId } from "../http/request.ts";
import { accountLinked, type Links } from "./links.ts";
import { Unreadable } from "./unreadable.ts";

/** Where an object says whose it is. */
export interface Whose {
  /** The id of the object, for who reads the complaint. */
  readonly id: string;
  /** What it says itself: its metadata, its `client_reference_id`. */
  readonly named: readonly (string | null | undefined)[];
  /** What it belongs to: its customer, its subscription. */
  readonly belongsTo: readonly (string | undefined)[];
}

/**
 * The account that an object of Stripe's belongs to; `undefined`: nobody has said. Metadata can be written by whoever has a key;
 * a customer belongs to one account for ever.
 * @throws {Unreadable} it names two accounts, another than its customer's, or one that can't be.
 */
export function accountOf(links: Links, { id, named, belongsTo }: Whose): string | undefined {
  const said = new Set(named.filter((account) => account !== null && account !== undefined));
  if (said.size > 1) throw new Unreadable(`${id} names two accounts`);
  const [account] = said;
  if (account !== undefined && !isAccountId(account)) throw new Unreadable(`${id} names an account that can't be one`);
  const linked = belongsTo.map((owner) => accountLinked(links, owner)).find((found) => found !== undefined);
  if (account !== undefined && linked !== undefined && account !== linked)
    throw new Unreadable(`${id} names another account than its customer's`);
  return account ?? linked;
}

/** @throws {Unreadable} something of ours was sold to nobody. */
export function mustHave(account: string | undefined, id: string): string {
  if (account === undefined) throw new Unreadable(`${id} sells something of ours to nobody`);
  return account;
}
