import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { OriginSettings, Settings } from "../../../../components/core/settings";
import { readBefore, readOrigin } from "../../../../components/stage/gate/read-origin";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { attemptOf, imageOf, ledgerOf } from "../../../support/gate";

const image = imageOf("c");
const path = "/api/v1/namespaces/staging/configmaps/sluice-shop";
let app: FakeApp;

beforeAll(async () => {
  app = await startFakeApp();
});
afterAll(async () => await app.stop());

/** Settings whose image comes from staging. */
function settingsFrom(change: Partial<OriginSettings> = {}): Settings {
  const settings = app.settings(image);
  const { cluster } = settings;
  const from = {
    environment: "staging",
    app: "shop",
    namespace: "staging",
    cluster,
    afterSeconds: 60,
    ...change,
  };
  return { ...settings, promotion: { ...settings.promotion, from } };
}

const store = (ledger: Ledger): void =>
  void app.cluster.put(path, { data: { "ledger.json": JSON.stringify(ledger) } }, "sluice");

const stagings = { environment: "staging", app: "shop" };
const asked = { environment: "staging", afterSeconds: 60 };

test("readOrigin() reads the ledger of the environment before", async () => {
  expect(await readOrigin(settingsFrom(), attemptOf(), 1000)).toEqual({ ...asked, kind: "absent" });
  const attempt = attemptOf([], { image, endedAtSeconds: 900 });
  store(ledgerOf({ ...stagings, phase: "promoted", attempt }));
  expect(await readOrigin(settingsFrom(), attemptOf(), 1000)).toEqual({
    ...asked,
    kind: "held",
    sinceSeconds: 900,
  });
});

test("readOrigin() tells why it could not be read: another app's, or no such cluster", async () => {
  store(ledgerOf({ environment: "staging", app: "other" }));
  expect(await readOrigin(settingsFrom(), attemptOf(), 1000)).toMatchObject({ kind: "unreadable" });
  const cluster = { context: "nowhere", uid: "0" };
  expect(await readOrigin(settingsFrom({ cluster }), attemptOf(), 1000)).toMatchObject({
    kind: "unreadable",
    problem: expect.stringContaining("nowhere") as string,
  });
});

test("readOrigin() asks nothing of a rollback and a hotfix, nor where no environment comes before", async () => {
  const why = async (change: Parameters<typeof attemptOf>[1]) =>
    await readOrigin(settingsFrom(), attemptOf([], change), 1000);
  expect(await why({ kind: "rollback" })).toEqual({ ...asked, kind: "not-asked", why: "this is a rollback" });
  expect(await why({ profile: "hotfix" })).toEqual({ ...asked, kind: "not-asked", why: "this is a hotfix" });
  expect(await readOrigin(app.settings(image), attemptOf(), 1000)).toBeUndefined();
});

test("readBefore() tells the last look at the image there, and the last way back", async () => {
  const look = { points: ["5m"], atSeconds: 950, state: "fine" } as const;
  const attempt = attemptOf([], { kind: "rollback", image, endedAtSeconds: 900, verifications: [look] });
  store(ledgerOf({ ...stagings, phase: "promoted", attempt }));
  const { from } = settingsFrom().promotion;
  expect(await readBefore(from!, image, 1000)).toMatchObject({
    verified: look,
    wentBack: { environment: "staging", kind: "rollback", atSeconds: 900, isDone: true },
  });
});
