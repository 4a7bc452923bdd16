import type { FollowUp } from "../../support/journal.ts";
import { comeBack } from "./coming-back.ts";
import { tellParts } from "./piles.ts";
import type { Act, Part, World } from "./world.ts";

/** What is done about something that was done before. */
export function followUp(world: World, { verb, of, credits }: FollowUp): void {
  const act = meant(world, verb, of);
  if (!act || act.isOver) return;
  const all = sum(act.parts);
  if (verb === "CaptureHold") capture(world, act, credits ?? all);
  else if (verb === "ReleaseHold") release(world, act, "release");
  else {
    act.isOver = true;
    comeBack(world, "re-credit", "restored", act.parts, verb === "CancelBooking" ? givenBack(world, act) : all);
  }
}

function meant({ acts }: World, verb: FollowUp["verb"], of: string | number): Act | undefined {
  const some = acts.filter(({ what, startsAt }) => {
    if (verb === "CancelBooking") return startsAt !== undefined;
    return verb === "ReverseSpend" ? what !== "hold" : what === "hold";
  });
  if (typeof of === "string") return some.find(({ request }) => request === of);
  return some.at(-1 - (of % some.length));
}

const sum = (parts: readonly Part[]): number => parts.reduce((total, { credits }) => total + credits, 0);

/** [M6] Of the windows that the cancellation is early enough for, the one that gives most. */
function givenBack({ policy, now }: World, { startsAt = now, parts }: Act): number {
  const windows = policy.bookings?.cancelled ?? [];
  const shares = windows.filter(({ moreThan }) => startsAt - now > moreThan).map(({ percent }) => percent);
  return Math.floor((sum(parts) * Math.max(0, ...shares)) / 100);
}

/** [X9] Pays with what is held, in the order in which it was taken; the rest is let go. */
function capture(world: World, act: Act, credits: number): void {
  const all = sum(act.parts);
  if (credits > all) return;
  act.isOver = true;
  const held = act.parts.map((part) => ({ ...part, left: part.credits }));
  const paid: Part[] = [];
  const rest: Part[] = [];
  let due = credits;
  for (const { pile, left } of held) {
    const part = Math.min(left, due);
    due -= part;
    pile.held -= part;
    if (part > 0) paid.push({ pile, credits: part });
    if (left > part) rest.push({ pile, credits: left - part });
  }
  tellParts(world, "capture", "captured", paid);
  comeBack(world, "capture", "released", rest, all - credits);
  world.acts.push({ what: "capture", request: `${act.request} captured`, parts: paid, isOver: false });
}

export function release(world: World, act: Act, because: "release" | "hold expired"): void {
  act.isOver = true;
  comeBack(world, because, "released", act.parts, sum(act.parts));
}
