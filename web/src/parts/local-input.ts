// What a `datetime-local` field shows is the reader's own time, without a zone.

/** An instant as such a field has it. */
export function toLocalInput(instant: string): string {
  const date = new Date(instant);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The instant that a field says; `undefined`: it is empty, or no time. */
export function instantOf(value: string): string | undefined {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
