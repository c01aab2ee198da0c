import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { pictures } from "./look-everywhere";

/** Width of a picture of the guides, pixels: the page fills it, without margins. */
const width = 960;

/** Space below the last thing of a picture, pixels. */
const below = 12;

/** Lower edge of an element, pixels; a page that is live may replace it while it is measured. */
async function endOf(element: Locator): Promise<number> {
  const box = await element.boundingBox();
  return box === null || box.height === 0 ? await endOf(element) : box.y + box.height;
}

/**
 * Keeps a picture of a page for the guides, in light colors and as WebP, which is a tenth of a PNG: from the page's top
 * to the end of an element. Keeps none without a folder for pictures.
 * @param last - selector of that element
 */
export async function keepPart(page: Page, name: string, last: string): Promise<void> {
  if (pictures === undefined) return;
  const folder = path.join(pictures, "guides");
  mkdirSync(folder, { recursive: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width, height: 900 });
  const height = (await endOf(page.locator(last).first())) + below;
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 50,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  writeFileSync(path.join(folder, `${name}.webp`), Buffer.from(data, "base64"));
}
