import { readStored, writeStored } from "../stored-file.ts";
import { type StoredState, storedState } from "./state.ts";
import type { World } from "./world.ts";

/** What is in the file. */
interface Kept {
  readonly seed: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly state: StoredState;
}

export function readKept(file: string | undefined): Kept | undefined {
  return file === undefined ? undefined : (readStored(file) as Kept | undefined);
}

const WITHIN_MS = 200;

/** Keeps the state in the file: soon after each change, and at once where that is asked for. */
export function keepState(file: string | undefined, current: () => Omit<Kept, "state"> & { readonly world: World }) {
  let timer: NodeJS.Timeout | undefined;
  const keepNow = () => {
    clearTimeout(timer);
    timer = undefined;
    if (file === undefined) return;
    const { world, ...keys } = current();
    writeStored(file, { ...keys, state: storedState(world.state) } satisfies Kept);
  };
  const keep = () => {
    if (file !== undefined) timer ??= setTimeout(keepNow, WITHIN_MS);
  };
  return { keep, keepNow };
}
