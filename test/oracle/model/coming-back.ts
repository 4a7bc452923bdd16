import { grant } from "./piles.ts";
import { type Because, type Part, tell, type World } from "./world.ts";

/** So many credits come back to the piles that paid; the last one to pay gets them first. */
export function comeBack(
  world: World,
  because: Because,
  what: "restored" | "released",
  parts: readonly Part[],
  credits: number,
): void {
  let rest = credits;
  for (const { pile, credits: paid } of parts.toReversed()) {
    const back = Math.min(paid, rest);
    rest -= back;
    if (what === "released") pile.held -= back;
    tell(world, because, what, pile.source, back);
    if (!pile.gone) pile.left += back;
    else tooLate(world, because, { pile, credits: back });
  }
}

/** [X6] [M12] The pile is gone: its part lives on until the current cycle ends, or is lost. */
function tooLate(world: World, because: Because, { pile: { gone, source }, credits }: Part): void {
  const { policy, cover } = world;
  if (gone === "lost") tell(world, because, "forfeited", source, credits);
  else if (cover?.isRunning && policy.recredit?.recredit !== "lost") {
    tell(world, because, "rolled-over", source, credits);
    grant(world, because, source, credits, { end: cover.cycleEnd, cycleOf: cover });
  } else tell(world, because, "expired", source, credits);
}
