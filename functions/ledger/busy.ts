/** Nothing was decided, or the outcome is not known: the caller sends the same key again. */
export class Busy extends Error {
  override readonly name = "Busy";
}
