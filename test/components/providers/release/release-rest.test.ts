import { imageOf } from "../../../support/environment";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let engine: FakeEngine;
let looks: number;

/** A first deploy that was scraped several times since. */
beforeEach(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  const { counters } = app;
  const answer = counters.answer.bind(counters);
  const scraped = counters.total("stable", "200") + 500;
  while (counters.total("stable", "200") < scraped) await new Promise((resolve) => setTimeout(resolve, 20));
  looks = 0;
  counters.answer = (parameters) => {
    // Objectives are read over ten minutes.
    if (/\[3\d\ds\]/u.test(parameters.get("query") ?? "")) looks++;
    return answer(parameters);
  };
});

afterEach(async () => await app.stop());

test("a weight of 0 that no write changed and that the last scrapes confirm is not observed once more", async () => {
  expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
  expect(looks).toBe(1);
});

test("it is observed where the last scrapes show a request on the canary", async () => {
  const { counters } = app;
  const count = counters.count.bind(counters);
  counters.count = (weight, failing) => count(looks === 0 ? 5 : weight, failing);
  // Two seconds of them: some were scraped.
  while (counters.total("canary", "200") < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
  // The one that saw it, and two scrapes later at least.
  expect(looks).toBeGreaterThan(2);
});

test("it is observed after an abort, whatever the last scrapes say", async () => {
  app.setLedger({ ...app.ledger(), phase: "aborted" });
  await expect(engine.upBase(B)).resolves.toMatchObject({ phase: "progressing" });
  expect(looks).toBeGreaterThan(1);
});
