import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { clearFaults, setFault } from "../../sandbox/fault/set-fault";
import { openBrowser, openPage } from "../browser/support/browser";
import { lookEverywhere, pictures } from "../browser/support/look-everywhere";
import { keepPart } from "../browser/support/picture-part";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { startOnTerminal } from "./support/terminal";
import type { TerminalRun } from "./support/terminal";

/** Value of the Secret that the app's pods use. */
const marker = "marker-7d1f0c52e9";
const stagesOf = (soak: string) => [
  { weight: 5, soak },
  { weight: 100, soak: "5s" },
];

let app: App;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  app = await createApp("shown", {
    stages: stagesOf("1h"),
    app: {
      secretEnv: { PARTNER: { secret: "partner", key: "key" } },
      env: { DSN: `db://app:${marker}@db/papers` },
    },
    analysis: {
      metrics: [
        { name: "slow-search", kind: "latency", bounds: ["250ms"], trial: true },
        { name: "series", kind: "gauge", query: "count(up)", limit: 0, trial: true },
      ],
    },
    checks: [
      { name: "login", requests: [{ url: "/nowhere" }], trial: true },
      { name: "home", requests: [{ url: "/" }], trial: true },
    ],
    contacts: { owner: "team shop", onCall: "#shop-oncall", escalation: "ben" },
  });
  await app.kubectl("create", "secret", "generic", "partner", `--from-literal=key=${marker}`);
  done(await app.up());
  app.load(50);
  // Each of its lines in a log has the value of the Secret.
  app.watchAnswers({ "x-request-id": marker });
  await app.configure(image("v2"));
});
afterAll(async () => {
  await browser.close();
  await app.remove();
});

const keep = (name: string, text: string): void => {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  writeFileSync(path.join(pictures, name), text);
};

/**
 * Looks at the real dashboard of the app in a browser, until it is as wanted.
 * @param last - last element of its picture for the guides @default there is none
 */
async function lookAtPage(name: string, words: readonly string[], last?: string): Promise<string> {
  const command = app.startSluice("dashboard", app.environment, "-C", app.folder);
  const address = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/;
  await command.seen(address);
  try {
    const { page, errors } = await openPage(browser);
    await page.goto(address.exec(command.text())?.[0] ?? "");
    for (const word of words) await page.getByText(word).filter({ visible: true }).first().waitFor();
    expect(await lookEverywhere(page, `real-${name}`)).toEqual([]);
    expect(errors).toEqual([]);
    if (last !== undefined) await keepPart(page, `page-${name}`, last);
    const text = await page.content();
    await page.context().close();
    return text;
  } finally {
    command.child.kill("SIGINT");
    await command.ended;
  }
}

/** Waits until a terminal shows all of it, and that no line is wider than it. */
async function lookAtTerminal(terminal: TerminalRun, name: string, wanted: readonly RegExp[]): Promise<void> {
  await app
    .until(
      `the terminal shows ${name}`,
      async () => await Promise.resolve(wanted.every((one) => one.test(terminal.screen()))),
    )
    .catch((error: Error) => {
      throw new Error(`${error.message}; it shows:\n${terminal.screen()}`);
    });
  keep(`terminal-${name}.txt`, terminal.screen(true));
  const view = terminal.screen().slice(terminal.screen().lastIndexOf("scholarlink in shown, attempt"));
  expect(view.split("\n").filter((line) => line.length > 80)).toEqual([]);
}

const watch = (): TerminalRun => startOnTerminal(app, "status", app.environment, "--watch");

/** Ends a command by Ctrl-C, as its terminal does. */
async function stop(terminal: TerminalRun): Promise<void> {
  process.kill(-(terminal.child.pid ?? 0), "SIGINT");
  await terminal.ended;
}

/** Report of the latest attempt in all its forms. @param last - as in {@link lookAtPage} */
async function report(name: string, last?: string): Promise<string> {
  const file = path.join(app.folder, `${name}.html`);
  const told = done(await app.sluice("report", app.environment, "-C", app.folder, "--html", file)).stdout;
  const json = done(await app.sluice("report", app.environment, "-C", app.folder, "--json")).stdout;
  const { page, errors } = await openPage(browser);
  await page.goto(pathToFileURL(file).href);
  expect(await lookEverywhere(page, `real-report-${name}`)).toEqual([]);
  expect(errors).toEqual([]);
  if (last !== undefined) await keepPart(page, `report-${name}`, last);
  await page.context().close();
  keep(`report-${name}.md`, told);
  return [told, json, readFileSync(file, "utf8")].join("\n");
}

const slowly = async () =>
  await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { latencyMs: 400 });
const trials = async () => (await app.ledger()).attempt?.trials ?? [];

test("running: terminal and page show the stage, and what metrics and checks on trial would have done", async () => {
  done(await app.up());
  const rollout = startOnTerminal(app, "rollout", app.environment);
  await lookAtTerminal(rollout, "running", [
    /scholarlink in shown, attempt 2: progressing/,
    /5 % ▶ {2}100 % ·/,
    /exposure +5 % wanted, 5 % live, [\d.]+ % observed/,
    /failed +canary \d+ of \d+ \([\d.]+ %\), stable \d+ of \d+ \([\d.]+ %\)/,
    /harm +█*░* +\d+ % of the proof that takes it back/,
    /time +held \d+/,
    /not judged p50\/p95\/p99 canary/,
    /watched by/,
  ]);
  await slowly();
  await app.until("each trial is told", async () => {
    const found = Object.fromEntries((await trials()).map(({ name, result }) => [name, result]));
    return (
      found["slow-search"] === "would-abort" &&
      found["series"] === "would-hold" &&
      found["login on canary"] === "would-refuse" &&
      found["home on canary"] === "quiet"
    );
  });
  // They decide nothing.
  expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: 5 });
  await lookAtTerminal(rollout, "trials", [
    /on trial +slow-search would have aborted at \d\d:\d\d UTC \(stage 5\)/,
    /series would have held/,
    /login on canary would have refused/,
  ]);
  const page = await lookAtPage(
    "running",
    [
      "progressing",
      "slow-search would have aborted",
      "home on canary would have changed nothing",
      "asked at",
    ],
    "#gate",
  );
  expect(page).toContain("of the proof that takes it back");
  await clearFaults(app.sandbox, { namespace: app.namespace });

  done(await app.sluice("pause", app.environment, "-C", app.folder, "--reason", "a sale"));
  await lookAtTerminal(rollout, "paused", [/progressing, paused/, /paused +by .*: a sale; nothing rises/]);
  await lookAtPage("paused", ["progressing, paused", "a sale; nothing rises", "sluice resume"]);
  done(await app.sluice("resume", app.environment, "-C", app.folder, "--reason", "it is over"));

  await app.setWeight(3);
  await rollout.ended;
  expect(rollout.text()).toMatch(/another writer changed the route: weight is 3 %/);
  const held = watch();
  await lookAtTerminal(held, "held", [
    /attempt 2: held/,
    /5 % ‖/,
    /3 % live/,
    /watched by nobody for/,
    /note +/,
  ]);
  await stop(held);
  await lookAtPage("held", ["held", "nobody for", "another writer changed the route"], ".facts");
  await app.setWeight(5);
});

test("aborted: terminal, page and report tell why, and no form has a secret of pods, logs or Events", async () => {
  const rollout = app.startSluice("rollout", app.environment, "-C", app.folder);
  await rollout.seen(/5 %: held/);
  const pods = ["get", "pods", "-l", "sluice.dev/track=canary", "-o", "jsonpath={.items[0].metadata.name}"];
  const pod = await app.kubectl(...pods);
  await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { errorRatio: 0.9 });
  const event = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "told-by-a-test", namespace: app.namespace },
    involvedObject: { apiVersion: "v1", kind: "Pod", name: pod, namespace: app.namespace },
    reason: "Unhealthy",
    message: `wrong key ${marker}`,
    type: "Warning",
    lastTimestamp: new Date().toISOString(),
  };
  const file = path.join(app.folder, "event.json");
  writeFileSync(file, JSON.stringify(event));
  await app.kubectl("create", "-f", file);
  let log = "";
  await app.until("the log of the canary has the value", async () => {
    log = await app.kubectl("logs", pod, "--all-containers").catch(() => log);
    return log.includes(marker) || (await app.ledger()).phase === "aborted";
  });
  const { code, text } = await rollout.ended;
  expect(code).toBe(4);
  expect(log).toContain(marker);

  const aborted = watch();
  await lookAtTerminal(aborted, "aborted", [/attempt 2: aborted/, /5 % ✘/, /why +/, /0 % live/]);
  await stop(aborted);
  const page = await lookAtPage("aborted", ["aborted", "sluice retry shown"]);
  const told = await report("aborted", "section:has-text('Timeline')");
  expect(told).toContain("slow-search would have aborted");
  expect(told).toContain("login on canary would have refused");
  expect(told).toMatch(/Unhealthy: wrong key …/);
  expect(told).toMatch(/"correlation_id":"…"/);
  expect(told).toContain("## Postmortem of attempt 2");
  for (const form of [text, aborted.text(), page, told]) expect(form).not.toContain(marker);
});

test("promoted: terminal, page and report tell it", async () => {
  await app.configure(image("v2"), { stages: stagesOf("10s") });
  done(await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "the fault is gone"));
  const rollout = startOnTerminal(app, "rollout", app.environment);
  const { code } = await rollout.ended;
  expect([rollout.screen(), code]).toEqual([expect.stringContaining("is promoted"), 0]);
  const promoted = watch();
  await lookAtTerminal(promoted, "promoted", [/attempt 3: promoted/, /5 % ✔ {2}100 % ✔/]);
  await stop(promoted);
  const page = await lookAtPage("promoted", ["promoted", "the fault is gone"]);
  const told = await report("promoted");
  expect(told).toContain("sluice sign-off shown key-rotation --evidence URL");
  for (const form of [page, told]) expect(form).not.toContain(marker);
});
