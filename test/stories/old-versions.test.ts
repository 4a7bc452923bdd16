import { expect, it } from "vitest";
import { newPerson } from "../support/story/person.ts";
import { openStage } from "../support/story/stage.ts";

const stage = await openStage("omnia");

it("An event in the words of an old API version is refused loudly and kept, and taken once it comes in ours", async () => {
  const ada = await newPerson(stage, { account: "ada", begins: "2026-01-31T09:00:00Z" });
  await stage.control("chaos", { oldVersion: 1 });
  await ada.subscribes("creator", "month");
  await ada.until("2026-03-01T09:00:00Z");
  await ada.buys("pack_1000");
  expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });

  const old = (await stage.deliveries()).filter(({ attempts }) => attempts.length > 1);
  expect(old.length).toBeGreaterThanOrEqual(10);
  for (const { attempts, state } of old) {
    expect(attempts.map(({ status }) => status)).toEqual([500, 200]);
    expect(attempts[0]?.answer).toContain("unreadable_event");
    expect(state).toBe("delivered");
  }
  const parked = await stage.parked();
  expect(parked.map(({ api_version }) => api_version)).toEqual(parked.map(() => "2024-06-20"));
  expect(parked.map(({ id }) => id).toSorted()).toEqual([...new Set(old.map(({ event }) => event))].toSorted());
});
