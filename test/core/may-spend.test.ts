import type { Policy } from "@passbook/core";
import { describe, test } from "vitest";
import { books, cancels, captures, holds, musiversal, releases } from "../support/booking-story.ts";
import { given, givenPolicy, held, restored, spent } from "../support/given.ts";
import { bought, calls, month, omnia, takes, uses } from "../support/omnia-story.ts";
import { asked, blocks, joins, team, unblocks } from "../support/pool-story.ts";

const february = team("2026-02-01", "2026-03-01");
const image = uses("image", "2026-02-03");

describe("an operator's block", () => {
  const blocked = blocks("chargeback", "2026-02-02");
  const refusal = { code: "account_blocked", reason: "chargeback" };

  test("nothing is spent or held, also nothing that is free, until it is lifted", () => {
    for (const command of [image, holds(10, "2026-02-03", "2026-02-04"), uses("upscale", "2026-02-03")])
      given(february, blocked).when(command).refuses(refusal);
    given(february, blocked, unblocks("2026-02-03"))
      .when(takes(5, "2026-02-03"))
      .emits({ movements: [spent(5)] });
  });

  test("nothing is booked; a booking from before can be cancelled", () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
    const story = [studio, books("2026-02-20", "2026-02-01"), blocked];
    givenPolicy(musiversal, ...story)
      .when(books("2026-02-21", "2026-02-03"))
      .refuses(refusal);
    givenPolicy(musiversal, ...story)
      .when(cancels("2026-02-20", "2026-02-03"))
      .emits({ movements: [restored(1)] });
  });

  test("what is held can be captured and released, and what happens outside is still written down", () => {
    const story = [february, holds(100, "2026-02-01", "2026-02-20"), blocked];
    given(...story)
      .when(captures(100, "2026-02-03"))
      .emits({ type: "captured" });
    given(...story)
      .when(releases("2026-02-03"))
      .emits({ type: "released" });
    given(...story)
      .when(bought("pack_1000", "2026-02-03"))
      .emits({ type: "purchased" });
    given(...story)
      .when(calls("2026-02-03"))
      .emits({ isPersonal: true });
  });
});

describe("of several reasons the first is told", () => {
  test("[O15] what is wrong, the plan, the membership, the block, the places, and at last the credits", () => {
    const members = joins({ bea: {} }, "2026-02-01");
    const policy: Policy = {
      ...musiversal,
      pools: ["studio-100"],
      services: { ...musiversal.services, master: { credits: 9, plans: ["studio-100"] } },
      bookings: { openAtOnce: 0, lengths: [1], cancelled: [] },
    };
    const poor = [month("2026-02-01", "2026-03-01", { plan: "studio-2" }), members, blocks("fraud", "2026-02-01")];
    const first = (command: Parameters<ReturnType<typeof givenPolicy>["when"]>[0], ...more: typeof poor) =>
      givenPolicy(policy, ...poor, ...more).when(command);
    const master = uses("master", "2026-02-03");
    const session = books("2026-02-20", "2026-02-03", { service: "mixing" });
    const free = unblocks("2026-02-02");

    first({ ...master, for: { service: "master", quantity: 0, options: {} } }).refuses({ code: "invalid_request" });
    first(master).refuses({ code: "plan_required", plans: ["studio-100"] });
    first(session).refuses({ code: "not_a_member" });
    first(asked("bea", session)).refuses({ code: "account_blocked" });
    first(asked("bea", session), free).refuses({ code: "booking_limit" });
    first(asked("bea", takes(3, "2026-02-03")), free).refuses({ code: "insufficient_credits" });
  });

  test("[N6] a hold, too, asks for the plan that a service is for", () => {
    const policy: Policy = { ...omnia, services: { film: { credits: 10, plans: ["team"] } } };
    const film = { ...holds(10, "2026-02-03", "2026-02-04"), for: { service: "film", quantity: 1, options: {} } };
    givenPolicy(policy, month("2026-02-01", "2026-03-01"))
      .when(film)
      .refuses({ code: "plan_required", plans: ["team"] });
    givenPolicy(policy, february)
      .when(film)
      .emits({ movements: [held(10)] });
  });
});
