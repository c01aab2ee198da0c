import { imageOf } from "../../../support/environment";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;

beforeAll(async () => void (app = await startFakeApp()));
afterAll(async () => await app.stop());

test("a release begins with an older copy of the route that somebody brought back at weight 0", async () => {
  const engine = new FakeEngine(app);
  await engine.upBase(A);
  const { epoch } = app.ledger();
  // The copy is from before nine more writes.
  app.setLedger({ ...app.ledger(), epoch: "10-later" });
  await engine.upBase(B);
  expect(app.ledger()).toMatchObject({ phase: "progressing", epoch });
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
});
