import type { Request } from "../../support/gateway-event.ts";
import type { Settings, TestPassbook } from "../../support/test-passbook.ts";

/** What is asked, once the stage is set. */
export interface Asked {
  readonly line: string;
  readonly request?: Request;
  /** Who is asked, where the stage is another one. */
  readonly passbook?: TestPassbook;
}

/** One way to be answered so: where, after what, and what is asked. */
export interface Case {
  readonly on?: Settings;
  readonly ask: (passbook: TestPassbook) => Asked | Promise<Asked>;
}

/** What no request of ours can bring about, and why. */
export interface Unprovoked {
  readonly because: string;
}

/**
 * By what is answered: a status or a problem's code, and whatever tells this way from others: `201 booking`. Those of a
 * status say the media type where it is not JSON's: `200 text/csv`.
 */
export type Cases = Readonly<Record<string, Case | Unprovoked>>;

export function asking(ask: Case["ask"], on: Settings = {}): Case {
  return { on, ask };
}

/** As it is, whatever happened before. */
export function plainly(line: string, request: Request = {}): Case {
  return asking(() => ({ line, request }));
}
