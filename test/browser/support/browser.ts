import { existsSync } from "node:fs";
import path from "node:path";
import { source } from "axe-core";
import type { AxeResults } from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

/** Chromium of the machine: the tests bring no browser of their own. */
function findChromium(): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, "chromium")).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(
    'Cannot open a browser: program "chromium" must be on PATH: got none\n  → apt-get install chromium, or run by node setup.js --with-browser',
  );
}

/** A name of another site that its owner bound to this machine. */
export const reboundName = "rebound.example.org";

/** Opens the machine's Chromium without a screen. It asks nobody but the page that is tested. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(),
    // Root, as in CI, has no sandbox of Chromium's.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      `--host-resolver-rules=MAP ${reboundName} 127.0.0.1`,
    ],
  });
}

/** Opens a page that notes what goes wrong in it. */
export async function openPage(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  // A machine that has much to do is slow, and nothing is wrong.
  page.setDefaultTimeout(120_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  return { page, errors };
}

/** Violations that axe finds, each with the places; all rules of WCAG 2.2 AA and its best practices. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source);
  const results = (await page.evaluate("axe.run(document)")) as AxeResults;
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} (${help}): ${target.join(" ")} ${failureSummary}`),
  );
}
