import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { findViolations } from "./browser";

/** Folder for pictures of each page, to look at. @default none are taken */
export const pictures = process.env["SLUICE_PICTURES"];

const shapes = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 400],
  ["dark", 400],
] as const;

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

/** Faults of a page, light and dark, wide and narrow: violations of axe, and what is wider than the screen. */
export async function lookEverywhere(page: Page, name: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [colorScheme, width] of shapes) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `${name}-${colorScheme}-${width}`);
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    if (Number(wide) > width) problems.push(`${String(wide)} pixels wide on a screen of ${width}`);
    // Both colours and both widths are looked at, each once.
    if ((colorScheme === "light") === (width === 1280)) problems.push(...(await findViolations(page)));
  }
  return problems;
}
