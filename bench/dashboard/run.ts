import type { Page } from "playwright-core";
import { openBrowser, openPage } from "../../test/browser/support/browser";
import { longScene } from "../../test/cli/dashboard/long-scene";
import { fleetOf, serveScene } from "../../test/cli/dashboard/serve";
import { runBench } from "../support/command";
import { timeSeconds } from "../support/statistics";

const releases = 100;

/**
 * Waits until the page itself finds something true, looked at once per frame: a locator looks every half second in the
 * end, which is most of what is measured here.
 */
const comes = async (page: Page, found: string): Promise<void> =>
  void (await page.evaluate(
    `new Promise((done) => { const look = () => (${found} ? done() : requestAnimationFrame(look)); look(); })`,
  ));

/** Whether the last row of a list of 101 is shown. */
const hasLastRow = (list: string): string =>
  `document.querySelectorAll("#${list} tbody tr")[${releases}]?.checkVisibility()`;

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("dashboard", 5, async (bench) => {
    const browser = await openBrowser();
    bench.later(async () => await browser.close());
    const state = longScene();
    const served = await serveScene(state);
    bench.later(async () => await served.close());
    const [opened, followed, fleets]: [number[], number[], number[]] = [[], [], []];
    for (let round = 1; round <= bench.runs; round++) {
      served.show(state);
      const { page } = await openPage(browser);
      opened.push(
        await timeSeconds(async () => {
          await page.goto(served.url);
          await comes(page, hasLastRow("history"));
        }),
      );
      const note = `look ${round}`;
      const { status } = state.view;
      followed.push(
        await timeSeconds(async () => {
          served.show({ ...state, view: { ...state.view, status: { ...status, note } } });
          await comes(page, `document.getElementById("now").innerText.includes("${note}")`);
        }),
      );
      await page.context().close();
      served.show(fleetOf(releases));
      const { page: list } = await openPage(browser);
      fleets.push(
        await timeSeconds(async () => {
          await list.goto(served.url);
          await comes(list, hasLastRow("fleet"));
        }),
      );
      await list.context().close();
      bench.say(`${round} of ${bench.runs}: open ${opened.at(-1)} s, follow ${followed.at(-1)} s`);
    }
    const what = `${releases} releases and a soak of 24 hours`;
    return [
      {
        name: `page of ${what}: open until everything is there`,
        unit: "s",
        values: opened,
        limits: { median: 2 },
      },
      {
        name: `page of ${what}: from a new look to its text`,
        unit: "s",
        values: followed,
        limits: { median: 1 },
      },
      {
        name: `list of ${releases} environments: open until everything is there`,
        unit: "s",
        values: fleets,
        limits: { median: 2 },
      },
    ];
  });
}
