/** Names that Stripe gives by chance: `cus_`, `cs_test_`, `bps_` … and 24 hexadecimal digits. */
const BY_CHANCE = /\b[a-z]+(?:_test)?_[0-9a-f]{24}\b/g;

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/**
 * Two runs can't have the same names of things that are named by chance; what must be the same is where each of them stands. So
 * every one is called by the order in which it comes up, and a quote, which is a new one each time that it is asked for, a quote.
 */
export class GivenNames {
  readonly #names = new Map<string, string>();

  in(text: string): string {
    return text
      .replaceAll(TOKEN, (token) => (isQuote(token) ? "(a quote)" : token))
      .replaceAll(BY_CHANCE, (name) => this.#nameOf(name));
  }

  #nameOf(name: string): string {
    const known = this.#names.get(name);
    if (known) return known;
    const given = `${name.split("_")[0]}#${this.#names.size + 1}`;
    this.#names.set(name, given);
    return given;
  }
}

function isQuote(token: string): boolean {
  return Buffer.from(token.split(".")[0] ?? "", "base64url").includes("passbook-quote");
}
