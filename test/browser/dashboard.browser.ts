import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { longScene } from "../cli/dashboard/long-scene";
import { scenes } from "../cli/dashboard/scenes";
import { fleetOf, serveScene } from "../cli/dashboard/serve";
import { findViolations, openBrowser, openPage, reboundName } from "./support/browser";
import { lookEverywhere } from "./support/look-everywhere";

let browser: Browser;
let dashboard: Awaited<ReturnType<typeof serveScene>>;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  dashboard = await serveScene(scenes.running);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map(async (context) => await context.close()));
  await dashboard.close();
});

async function open(options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(browser, options);
  await opened.page.goto(dashboard.url);
  await opened.page.getByText("live, seen at").waitFor();
  return opened;
}

test.each(Object.keys(scenes) as (keyof typeof scenes)[])(
  "a release that is %s, light and dark, wide and narrow: axe finds nothing, nothing is wider than the screen, nothing goes wrong",
  async (name) => {
    dashboard.show(scenes[name]);
    const { page, errors } = await open();
    expect(await lookEverywhere(page, name)).toEqual([]);
    expect(errors).toEqual([]);
  },
);

test("the list of all environments: axe finds nothing, a row leads to its page", async () => {
  dashboard.show(fleetOf(1));
  const { page } = await open();
  expect(await lookEverywhere(page, "fleet")).toEqual([]);
  expect(await page.getByRole("link", { name: "shop-0/prod" }).getAttribute("href")).toBe(
    "/environments/shop-0/prod",
  );
});

test("the token leaves the address, and a reload needs none", async () => {
  const { page } = await open();
  expect(page.url()).toBe(new URL("/", dashboard.url).href);
  expect(await page.evaluate("document.cookie")).toBe("");
  await page.reload();
  await page.getByText("live, seen at").waitFor();
});

test("without the token the page shows nothing and says what to do", async () => {
  const { page } = await openPage(browser);
  await page.goto(new URL("/", dashboard.url).href);
  await page.getByText("open the address that the command printed").waitFor();
  expect(await page.locator("main").innerText()).not.toContain("app in prod");
  expect(await findViolations(page)).toEqual([]);
});

test("an update arrives by itself, is told to who does not see it, and leaves what a person opened and chose", async () => {
  dashboard.show(scenes.aborted);
  const { page } = await open();
  const heading = page.getByRole("status");
  await page.getByText("Last lines of app in app-canary-1").click();
  const copy = page.getByRole("button", { name: /Copy sluice retry prod/ });
  await copy.focus();
  const told = await heading.textContent();
  const { status } = scenes.aborted.view;
  dashboard.show({ ...scenes.aborted, view: { status: { ...status, note: "a new note" } } });
  await page.getByText("a new note").waitFor();
  expect(await heading.textContent()).toBe(told);
  expect(await page.getByText("panic: no connection").isVisible()).toBe(true);
  expect(await copy.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  dashboard.show(scenes.promoted);
  await page.getByRole("status").filter({ hasText: "app in prod: promoted" }).waitFor({ state: "attached" });
  expect(await page.title()).toBe("promoted: app in prod");
  await page.getByText("panic: no connection").waitFor({ state: "hidden" });
});

test("markup in the texts of others is text", async () => {
  const { status } = scenes.held.view;
  const note = '<img src=x onerror="document.title = 1"><script>document.title = 2</script>';
  dashboard.show({
    ...scenes.held,
    view: { status: { ...status, note, paused: { who: note, reason: note, at: null } } },
  });
  const { page, errors } = await open();
  await page.getByText("<img src=x").first().waitFor();
  expect([await page.title(), await page.locator("main img, main script").count(), errors]).toEqual([
    "held: app in prod",
    0,
    [],
  ]);
});

test("everything is reached by keyboard, and each command is copied", async () => {
  const { page } = await open();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Tab");
  await page.getByText("Skip to the release").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const focused = page.locator("button:focus");
  expect(await focused.getAttribute("aria-label")).toBe("Copy sluice approve prod --stage 20 --reason TEXT");
  await page.keyboard.press("Enter");
  await page.getByText("Copied", { exact: true }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
    "sluice approve prod --stage 20 --reason TEXT",
  );
  expect(await page.getByRole("button", { name: "Copy sluice abort prod --reason TEXT" }).count()).toBe(1);
});

test("the end of the command is told, and a new look when it is back", async () => {
  const { page } = await open();
  await dashboard.close();
  await page.getByText("connection lost, trying again").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test("a page of another port gets no answer, in the browser that has the cookie", async () => {
  const { page } = await open();
  const evil = createServer((_, response) =>
    response.setHeader("Content-Type", "text/html").end("<p>evil</p>"),
  );
  await once(evil.listen(0, "127.0.0.1"), "listening");
  try {
    const other = await page.context().newPage();
    await other.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    const target = new URL("/events?page=%2F", dashboard.url).href;
    const asked = `fetch(${JSON.stringify(target)}, { credentials: "include", mode: "no-cors" })`;
    expect(await other.evaluate(`${asked}.then(() => "answered", () => "refused")`)).toBe("refused");
  } finally {
    evil.close();
  }
});

test("a name of another site that was bound to this machine gets 403, even with the token", async () => {
  const { page } = await openPage(browser);
  const { port, hash } = new URL(dashboard.url);
  const answer = await page.goto(`http://${reboundName}:${port}/${hash}`);
  expect(answer?.status()).toBe(403);
  expect(await page.content()).toContain(`Host must be 127.0.0.1:${port}`);
  expect(dashboard.looks()).toBe(0);
});

test("a hundred releases and a soak of 24 hours fit on the page, and it follows", async () => {
  dashboard.show(longScene());
  const { page } = await open();
  expect(await page.locator("#history tbody tr").count()).toBeGreaterThan(100);
  dashboard.show(scenes.held);
  await page.getByText("no proof in time").first().waitFor();
});
