import { afterAll, it } from "vitest";
import { freshFolder } from "../local/open-gateway.ts";
import { startedHere } from "../local/started-here.ts";
import { theBrowser } from "../support/browser.ts";
import { visit } from "../support/web/visitor.ts";

const browser = await theBrowser();
afterAll(() => browser?.close());

it.skipIf(!browser)("what `npm start` has started goes on as another product, and the page shows that", async () => {
  if (!browser) return;
  const running = await startedHere({ DATA_DIR: freshFolder() });
  const visitor = await visit(browser, `${running.api()}/`, { as: "ada" });
  await visitor.sees("Background removal", visitor.section("Use credits"));
  const bar = visitor.page.getByRole("complementary", { name: "Local" });
  await bar.getByLabel("Product").selectOption("neume");
  await visitor.sees("Voice conversion", visitor.section("Use credits"));
  await visitor.has("0 credits");
  await visitor.leaves();
  await running.end("SIGTERM");
});
