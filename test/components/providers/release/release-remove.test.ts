import type { Provider } from "../../../../components/providers/provider";
import { imageOf } from "../../../support/environment";
import { paths, startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { ledgerOf } from "../../../support/gate";

let app: FakeApp;

beforeEach(async () => {
  app = await startFakeApp();
  app.setLedger(ledgerOf({ app: "app", phase: "promoted" }));
});

afterEach(async () => await app.stop());

/** One run of the engine has one process of its own for dynamic resources. */
async function run(
  act: (release: Provider, inputs: Record<string, unknown>) => Promise<void>,
): Promise<void> {
  await jest.isolateModulesAsync(async () => {
    const providers = require("../../../../components/providers/index") as { release: Provider };
    await act(providers.release, { settings: app.settings(imageOf("a")) });
  });
}

const hasLedger = (): boolean => app.cluster.get(paths.ledger) !== undefined;

test("a destroy removes the ledger, also one that refreshes first", async () => {
  await run(async (release, inputs) => {
    await release.read?.("id", inputs);
    await release.diff("id", inputs, inputs);
    await release.delete("id", inputs);
  });
  expect(hasLedger()).toBe(false);
});

test.each<[string, (release: Provider, inputs: Record<string, unknown>) => Promise<unknown>]>([
  ["another app in its place", async (release, inputs) => await release.check?.({}, inputs)],
  ["a replacement", async (release, inputs) => await release.create(inputs).catch(() => undefined)],
  [
    "an update of another",
    async (release, inputs) => await release.update("id", inputs, inputs).catch(() => undefined),
  ],
])("an up that deletes the resource keeps the ledger: %s", async (_name, declare) => {
  await run(async (release, inputs) => {
    await declare(release, inputs);
    await release.delete("id", inputs);
  });
  expect(hasLedger()).toBe(true);
});

test("a destroy whose answer is lost is done by the next one", async () => {
  app.cluster.fault(({ method }) => method === "DELETE", "answerLost");
  const destroy = async (): Promise<void> =>
    await run(async (release, inputs) => await release.delete("id", inputs));
  await expect(destroy()).rejects.toThrow("does not answer");
  await destroy();
  expect(hasLedger()).toBe(false);
});
