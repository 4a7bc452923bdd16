import { expect, it } from "vitest";
import { adasClient } from "./callers.ts";

/** Ada has paid for three images, one after the other. */
async function threeImages() {
  const { ada } = await adasClient();
  for (let image = 1; image <= 3; image += 1) await ada.spend({ service: "image" });
  return ada;
}

it("[M15] The statement is read page by page, as far as somebody goes on reading", async () => {
  const ada = await threeImages();
  const pages: number[][] = [];
  for await (const { entries } of ada.statement({ limit: 2 })) pages.push(entries.map(({ seq }) => seq));
  const seqs = pages.flat();
  expect(pages.length).toBeGreaterThan(1);
  expect(seqs).toEqual(Array.from(seqs.keys(), (index) => seqs.length - index));

  for await (const { entries } of ada.statement({ limit: 1, type: ["spent", "granted"] })) {
    expect(entries).toMatchObject([{ type: "spent" }]);
    break;
  }
});

it("[M15] All of it is one table for a spreadsheet, under one line of names", async () => {
  const ada = await threeImages();
  await ada.spend({ service: "image", quantity: 2 });
  const { text, complete } = await ada.statementCsv({ type: ["spent"] });
  expect(complete).toBe(true);
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines.filter((line) => line.includes("balance"))).toHaveLength(1);
});

it("[M15] More than a page fits into the table, too", async () => {
  const { ada, story } = await adasClient();
  const gifts = Array.from({ length: 120 }, (_, index) => ({
    type: "Adjust" as const,
    now: story.time.now,
    request: `gift ${index}`,
    by: "support",
    credits: 1,
    reason: "A gift",
  }));
  await story.given("ada", ...gifts);
  const { text } = await ada.statementCsv({ type: ["adjusted"] });
  expect(text.trimEnd().split("\r\n")).toHaveLength(121);
});
