import * as gate from "../../../components/providers/gate";
import * as promotion from "../../../components/providers/promotion";
import * as release from "../../../components/providers/release/release";
import * as routeRules from "../../../components/providers/route-rules";
import * as shift from "../../../components/providers/shift";
import * as soak from "../../../components/providers/soak";
import { open } from "../../../components/cluster/connect";
import { readRouteAlone } from "../../../components/traffic/look/read-route";
import { writeWeight } from "../../../components/traffic/write/write-route";
import { retryAttempt } from "../../../components/core/ledger/transitions/attempt-transition";
import type { Service } from "../../../components/core/lever/service";
import type { JsonObject } from "../../../components/core/revision/revision";
import type { Settings } from "../../../components/core/settings";
import { imageOf } from "../../support/environment";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import { revisionOf } from "../../support/fake-cluster/templates";
import type { FakeApp } from "../../support/fake-cluster/app";

type Properties = Record<string, unknown>;

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const shape = { version: 1, template: {} };
let app: FakeApp;
let state: Properties | undefined;
/** Whether every write of the route is refused. */
let refusing = false;

beforeAll(async () => {
  app = await startFakeApp();
  app.cluster.fault(
    ({ method, path, query }) =>
      refusing && method === "PATCH" && path === paths.route && query.get("dryRun") === null,
    { status: 403 },
    Number.POSITIVE_INFINITY,
  );
});

afterAll(async () => await app.stop());

const inputsOf = (settings: Settings, more: Properties = {}): Properties => ({ settings, ...more });
const selected = () => app.cluster.get<Service>(paths.service("canary"))?.spec.selector?.["sluice.dev/track"];

async function upBase(image: string): Promise<string> {
  const settings = app.settings(image);
  const { inputs, failures } = await release.check(
    state ?? {},
    inputsOf(settings, { shape, revision: revisionOf(image) }),
  );
  if (failures?.length) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const decided = inputs as Record<"stableTemplate" | "canaryTemplate", JsonObject> &
    Record<"stableImage" | "canaryImage" | "sentence", string>;
  if (state === undefined) state = (await release.create(inputs)).outs as Properties;
  else if ((await release.diff("", state, inputs)).changes)
    state = (await release.update("", state, inputs)).outs as Properties;
  app.declare(
    { stable: decided.stableImage, canary: decided.canaryImage },
    { stable: decided.stableTemplate, canary: decided.canaryTemplate },
  );
  await routeRules.create(inputsOf(settings, { probeToken: "t" }));
  await promotion.create(inputsOf(settings, { stableImage: decided.stableImage }));
  return decided.sentence;
}

async function upStage(image: string): Promise<void> {
  const inputs = inputsOf(app.settings(image, "prod-canary-5"), { stage: "5" });
  await gate.create(inputs);
  await shift.create(inputs);
  await soak.create(inputs);
}

test("an abort that is refused takes the second lever, and only the base stack undoes it, at a live weight 0", async () => {
  await upBase(A);
  await upBase(B);
  app.failing = 1;
  const soaking = upStage(B).catch((error: unknown) => error as Error);
  for (; app.weight() === 0; await new Promise((resolve) => setTimeout(resolve, 20)));
  refusing = true;
  const ended = (await soaking) as Error;
  expect(ended.message).toMatch(
    /Service app-canary selects stable's pods, and the endpoints are stable's alone/,
  );
  expect(ended.message).not.toContain("all traffic is on stable");
  expect([selected(), app.weight()]).toEqual(["stable", 5]);
  expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 5, aborted: [{ image: B }] });

  // While it stands.
  const sentence = await upBase(B);
  expect(sentence).toContain("was aborted");
  expect([selected(), app.weight()]).toEqual(["stable", 5]);
  await expect(upStage(B)).rejects.toThrow(/aborted/);

  // Weight 0 is live and not ours: it stays.
  refusing = false;
  app.failing = 0;
  const settings = app.settings(B);
  const cluster = await open(settings.cluster);
  const view = await readRouteAlone(cluster, settings);
  if (view === undefined) throw new Error("there must be a route");
  const after = await writeWeight(cluster, settings, view, { weight: 0, epoch: "99-z" });
  await upBase(B);
  expect([selected(), app.weight()]).toEqual(["stable", 0]);

  // Weight 0 with the ledger's epoch: a retry and an up, which changes nothing else.
  app.setLedger({ ...app.ledger(), weight: 0, epoch: after.live.epoch });
  const { stages } = settings;
  const terms = { image: B, reason: "mended", stages, objectives: {}, epoch: after.live.epoch };
  const again = retryAttempt(app.ledger(), { ...terms, checkout: undefined, nowSeconds: Date.now() / 1000 });
  app.setLedger(again.ledger);
  expect(await upBase(B)).toContain("the second lever of an abort is undone first");
  expect(selected()).toBe("canary");
  await upStage(B);
  expect(app.weight()).toBe(5);
  cluster.close();
});
