/** One operation of a history: asked at `begin`, answered at `end`; never answered, it may have happened at any time after. */
export interface Operation<Answer> {
  readonly begin: number;
  readonly end: number | undefined;
  readonly answer: Answer | undefined;
}

/** What a thing does that does one operation at a time: the states that an operation may lead to, its answer given. */
export type Sequential<State, Op> = (state: State, operation: Op) => readonly State[];

/**
 * Whether there is an order of the operations, each between its begin and its end, in which one after the other would have been
 * answered as it was (Wing and Gong 1993; what has been tried is remembered, as Lowe does, 2017).
 * @param nameOf two states of one name are the same.
 */
export function isLinearizable<State, Op extends Operation<unknown>>(
  history: readonly Op[],
  begin: State,
  step: Sequential<State, Op>,
  nameOf: (state: State) => string,
): boolean {
  const tried = new Set<string>();
  const endOf = ({ end = Number.POSITIVE_INFINITY }: Op): number => end;
  const open = history.toSorted((a, b) => a.begin - b.begin);

  const search = (rest: readonly Op[], state: State): boolean => {
    // What was never answered need never have happened.
    if (rest.every(({ end }) => end === undefined)) return true;
    const name = `${nameOf(state)} ${rest.map((operation) => history.indexOf(operation)).join(" ")}`;
    if (tried.has(name)) return false;
    tried.add(name);
    const firstEnd = Math.min(...rest.map(endOf));
    return rest.some((operation, index) => {
      if (operation.begin > firstEnd) return false;
      const others = rest.toSpliced(index, 1);
      return step(state, operation).some((next) => search(others, next));
    });
  };
  return search(open, begin);
}
