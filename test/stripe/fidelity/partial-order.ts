/** Events in the order in which they have to come; others may come between them. */
export type Chain = readonly string[];

/** What of a run of events contradicts the chains: events that are missing, and pairs that came the wrong way round. */
export function outOfOrder(happened: readonly string[], chains: readonly Chain[]): string[] {
  return chains.flatMap((chain) =>
    chain.flatMap((type, at) => {
      if (!happened.includes(type)) return [`${type} is missing`];
      const before = chain[at - 1];
      if (before === undefined || happened.indexOf(before) < happened.indexOf(type)) return [];
      return [`${type} came before ${before}`];
    }),
  );
}
