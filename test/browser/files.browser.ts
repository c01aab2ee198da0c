import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { renderPreflightPage } from "../../cli/preflight/render";
import { renderPage } from "../../cli/report/render-page";
import { judgePreflight } from "../../components/core/preflight/judge-preflight";
import type { Report } from "../../components/core/report/report";
import { scenes } from "../cli/dashboard/scenes";
import { preflightFacts } from "../support/preflight";
import { openBrowser, openPage } from "./support/browser";
import { lookEverywhere } from "./support/look-everywhere";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-pages-"));
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const facts = preflightFacts();
const preflightOf = (changes: Partial<typeof facts>): string =>
  renderPreflightPage(judgePreflight({ ...facts, ...changes }, { checklist: "canary" }));

const pages: Readonly<Record<string, string>> = {
  "report-aborted": renderPage(scenes.aborted.report as Report),
  "report-promoted": renderPage(scenes.promoted.report as Report),
  "preflight-go": preflightOf({}),
  "preflight-no-go": preflightOf({ frozen: ["a freeze until Monday"], stable: undefined as never }),
};

test.each(Object.keys(pages))(
  "%s as a file, light and dark, wide and narrow: axe finds nothing, nothing is wider than the screen, nothing goes wrong",
  async (name) => {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(file, pages[name] ?? "");
    const { page, errors } = await openPage(browser);
    await page.goto(pathToFileURL(file).href);
    expect(await lookEverywhere(page, name)).toEqual([]);
    expect(errors).toEqual([]);
  },
);
