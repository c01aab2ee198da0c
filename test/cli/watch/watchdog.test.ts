import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { freePort } from "../../support/free-port";
import { demandVersion, watchAsJob } from "../../../cli/watch/watchdog";
import { openTerminal } from "../../../cli/terminal";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";
import { imageOf } from "../../support/environment";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let printed = "";
const terminal = openTerminal({ stderr: { write: (text) => (printed += text) } });

beforeEach(async () => {
  printed = "";
  app = await startFakeApp();
});

afterEach(async () => await app.stop());

const settingsOf = (change: object): string =>
  JSON.stringify({
    ...app.settings(B),
    stack: "app-watchdog",
    watchdog: { image: imageOf("d"), limitSeconds: 600, atLimit: "back", ...change },
  });

test("an end that was decided is done: the Job must not start again", async () => {
  const engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
  await engine.upStage(B, "5");
  await expect(watchAsJob(settingsOf({ limitSeconds: 0, atLimit: "stay" }), terminal)).resolves.toEqual({
    exitCode: 0,
    sentence: "nobody watches 5 % of the requests after the limit of 0 s",
  });
  expect(app.weight()).toBe(5);
  const port = await freePort();
  const watching = watchAsJob(settingsOf({}), terminal, port);
  while (!printed.includes("nobody watches 5 %, so this does"))
    await new Promise((resolve) => setTimeout(resolve, 20));
  const series = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(series).toMatch(/^sluice_release_watched\{sluice_app="app",sluice_environment=".+"\} 1$/m);
  app.failing = 1;
  await expect(watching).resolves.toMatchObject({
    exitCode: 0,
    sentence: expect.stringMatching(/^Aborted "app" at 5 %/) as string,
  });
  expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 0, watcher: { who: "watchdog" } });
});

test("a port that is taken keeps nobody from watching", async () => {
  const engine = new FakeEngine(app);
  await engine.upBase(A);
  const other = createServer().listen(0);
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    await expect(watchAsJob(settingsOf({}), terminal, port)).resolves.toMatchObject({ exitCode: 0 });
  } finally {
    other.close();
  }
  expect(printed).toContain("Prometheus cannot read who watches: listen EADDRINUSE");
});

test.each([
  ["nothing", undefined],
  ["no JSON", "{"],
  ["settings without a watchdog", JSON.stringify({ app: "app" })],
])("it refuses %s, and prints none of it", async (_name, text) => {
  await expect(watchAsJob(text, terminal)).rejects.toMatchObject({
    end: "usage",
    message: expect.stringMatching(/must have the settings that a run gave it, JSON/) as string,
  });
});

test("an image of another version than the runs have does not watch", async () => {
  for (const own of ["0.1.0", undefined]) expect(() => demandVersion(undefined, own)).not.toThrow();
  expect(() => demandVersion("0.1.0", "0.1.0")).not.toThrow();
  expect(() => demandVersion("0.2.0", "0.1.0")).toThrow(
    "Cannot watch as a Job: sluice:watchdog.image must have version 0.2.0, as the run that started it: got 0.1.0",
  );
  process.env["SLUICE_RUN_VERSION"] = "99.0.0";
  try {
    await expect(watchAsJob(settingsOf({}), terminal)).rejects.toThrow("must have version 99.0.0");
  } finally {
    delete process.env["SLUICE_RUN_VERSION"];
  }
});
