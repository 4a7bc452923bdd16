import { buying } from "./texts/buying.ts";
import { notices } from "./texts/notices.ts";
import { overview } from "./texts/overview.ts";
import { statements } from "./texts/statement.ts";
import { using } from "./texts/using.ts";

/**
 * Everything that the page says: a translation is another object of this shape. Amounts and dates arrive written in the
 * reader's locale; where the words depend on a count, it comes beside them.
 */
export const english = { ...overview, ...notices, ...using, ...buying, ...statements };

export type Texts = typeof english;
