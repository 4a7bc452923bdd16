import type { ReactNode } from "react";

export interface FactsProps {
  /** What is known of a thing, name by name; what is not there is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode] | false | null | undefined)[];
}

export function Facts({ facts }: FactsProps) {
  return (
    <dl className="pb-facts">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
