import { type PassbookOptions, passbook } from "@passbook/client";
import { month } from "../support/omnia-story.ts";
import { served } from "../support/served-passbook.ts";
import { type Settings, testPassbook } from "../support/test-passbook.ts";

/** Ada with a paid month of Creator: 500 credits. Her client calls the real gateway. */
export async function adasClient(options: PassbookOptions = {}) {
  const story = await testPassbook();
  await story.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
  const { url, issue } = await served(story);
  const token = () => issue({ sub: "ada.lovelace", accounts: ["ada"] });
  const credits = passbook({ url, token, ...options });
  return { story, url, issue, token, credits, ada: credits.account("ada") };
}

/** The client of whoever runs the product. */
export async function operatorsClient(settings: Settings = {}) {
  const story = await testPassbook(settings);
  const { url, issue } = await served(story);
  return passbook({ url, token: () => issue({ sub: "support", accounts: [], scope: "credits:operate" }) });
}
