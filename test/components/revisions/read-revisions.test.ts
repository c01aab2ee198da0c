import { open } from "../../../components/cluster/connect";
import type { Cluster } from "../../../components/cluster/api";
import { readTrack } from "../../../components/cluster/workloads";
import { hashConfiguration } from "../../../components/core/revision/hash-configuration";
import { knownCheckout } from "../../../components/core/revision/known-revision";
import { listDrifted, readReleased } from "../../../components/revisions/released-revision";
import { readRevisions } from "../../../components/revisions/read-revisions";
import type { Revision } from "../../../components/core/revision/revision";
import { storeRevision } from "../../../components/revisions/revision-store";
import { toTrackTemplate } from "../../../components/core/revision/track-template";
import { imageOf } from "../../support/environment";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import { revisionOf } from "../../support/fake-cluster/templates";
import type { FakeApp } from "../../support/fake-cluster/app";
import { attemptOf, ledgerOf } from "../../support/gate";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const knownOf = (image: string, variables: Record<string, string> = {}) =>
  knownCheckout(hashConfiguration(revisionOf(image, variables), "k"));
const place = { app: "app", namespace: "prod" };

let app: FakeApp;
let cluster: Cluster;

beforeEach(async () => {
  app = await startFakeApp();
  cluster = await open(app.settings(A).cluster);
});

afterEach(async () => {
  cluster.close();
  await app.stop();
});

async function read(
  image: string,
  variables: Record<string, string>,
  ledger: Parameters<typeof readRevisions>[3]["ledger"],
) {
  const [stable, canary] = await Promise.all([
    readTrack(cluster, place, "stable"),
    readTrack(cluster, place, "canary"),
  ]);
  const checkout = { image, known: knownOf(image, variables) };
  return await readRevisions(cluster, place, checkout, { ledger, stable, canary });
}

const promoted = (image: string) => {
  const { attempt: _, ...ledger } = ledgerOf({ phase: "promoted", promoted: [{ image }], aborted: [] });
  return ledger;
};

test("a track of an older Sluice runs the checkout's revision where the API server would change nothing", async () => {
  app.declare({ stable: A, canary: A });
  const { ledger, stable, wanted, known } = await read(A, {}, promoted(A));
  const { name } = knownOf(A);
  expect(wanted).toEqual({ image: A, revision: name });
  expect([stable?.revision, ledger?.promoted.at(-1)?.revision]).toEqual([name, name]);
  expect(known.get(name)?.labelled).toBe(false);
});

test("its live template is another revision where a setting has changed since", async () => {
  app.declare({ stable: A, canary: A });
  const { ledger, stable, wanted, known } = await read(A, { GREETING: "x" }, promoted(A));
  expect(wanted.revision).toBe(knownOf(A, { GREETING: "x" }).name);
  expect(stable?.revision).not.toBe(wanted.revision);
  expect(ledger?.promoted.at(-1)?.revision).toBe(stable?.revision);
  expect(known.get(stable?.revision ?? "")).toMatchObject({ labelled: false });
});

test("a release under way that an older Sluice began has the canary's revision", async () => {
  app.declare({ stable: A, canary: B });
  const ledger = ledgerOf({
    promoted: [{ image: A }],
    attempt: attemptOf([], { image: B, previousImage: A }),
  });
  const found = await read(B, {}, ledger);
  expect(found.ledger?.attempt?.revision).toBe(knownOf(B).name);
  expect(found.ledger?.promoted.at(-1)?.revision).toBe(found.stable?.revision);
});

test("what was stored for pods without a label is found again by the ledger", async () => {
  app.declare({ stable: A, canary: A });
  const stored = { ...knownOf(A, { OLD: "1" }), labelled: false };
  await storeRevision(cluster, place, stored, []);
  const ledger = { ...promoted(A), promoted: [{ image: A, revision: stored.name }] };
  const { stable, known } = await read(A, { NEW: "1" }, ledger);
  expect(stable?.revision).toBe(stored.name);
  expect(known.get(stored.name)).toEqual(stored);
});

test("pods with a label are of the revision that it names; nothing is there before a first deploy", async () => {
  const { name, revision } = knownOf(A);
  const template = (track: "stable" | "canary") =>
    toTrackTemplate({ app: "app", track, revision, label: name });
  app.declare({ stable: A, canary: A }, { stable: template("stable"), canary: template("canary") });
  expect((await read(A, {}, promoted(A))).stable?.revision).toBe(name);
  app.cluster.delete(paths.deployment("stable"));
  app.cluster.delete(paths.deployment("canary"));
  const { ledger, stable, canary } = await read(A, {}, undefined);
  expect([ledger, stable, canary]).toEqual([undefined, undefined, undefined]);
});

test.each([
  ["its image", revisionOf(B, { X: "1" })],
  ["a variable", revisionOf(A, { X: "2" })],
])(
  "a template of which another writer changed %s is not the revision that it names",
  async (_name, changed) => {
    const known = knownOf(A, { X: "1" });
    await storeRevision(cluster, place, known, []);
    const template = (revision: Revision, track: "stable" | "canary") =>
      toTrackTemplate({ app: "app", track, revision: { ...revision, configuration: [] }, label: known.name });
    const templates = {
      stable: template(revisionOf(A, { X: "1" }), "stable"),
      canary: template(changed, "canary"),
    };
    app.declare({ stable: A, canary: A }, templates);
    const { stable, canary, known: all } = await read(A, { X: "1" }, promoted(A));
    expect(stable?.revision).toBe(known.name);
    expect(canary?.revision).not.toBe(known.name);
    expect(all.has(canary?.revision ?? "")).toBe(true);
  },
);

describe("readReleased()", () => {
  const { name, revision } = knownOf(B);
  const settings = () => ({ ...app.settings(B), revision: name });
  const ledger = (recorded: string | undefined) =>
    ledgerOf({
      attempt: attemptOf([], { image: B, ...(recorded === undefined ? {} : { revision: recorded }) }),
    });

  test("is the ledger's where an older Sluice named the same revision otherwise", async () => {
    await storeRevision(cluster, place, { name: "0123456789", revision, labelled: true }, []);
    const { wanted, stored } = await readReleased(cluster, settings(), ledger("0123456789"));
    expect(wanted).toEqual({ image: B, revision: "0123456789" });
    expect(stored?.revision).toEqual(revision);
  });

  test("is the checkout's where it is another one, or the ledger's is not known", async () => {
    const other = knownOf(B, { X: "1" });
    await storeRevision(cluster, place, other, []);
    for (const recorded of [other.name, "9999999999", undefined])
      expect((await readReleased(cluster, settings(), ledger(recorded))).wanted.revision).toBe(name);
  });

  test("names what the checkout has otherwise, and no value of it; a rollback's target is no checkout", async () => {
    const other = knownOf(B, { X: "marker", Y: "1" });
    await storeRevision(cluster, place, other, []);
    const released = ledger(other.name);
    expect((await readReleased(cluster, settings(), released, revision)).differs).toEqual(["env X", "env Y"]);
    expect(await readReleased(cluster, settings(), released)).not.toHaveProperty("differs");
    const elsewhere = knownOf(A, { X: "1" }).revision;
    expect(await readReleased(cluster, settings(), released, elsewhere)).not.toHaveProperty("differs");
  });

  test("listDrifted() names what differs in the canary's template", async () => {
    const template = (variables: Record<string, string>) =>
      toTrackTemplate({ app: "app", track: "canary", revision: knownOf(B, variables).revision, label: name });
    const stored = { name, revision: knownOf(B, { X: "1" }).revision, labelled: true };
    const released = { wanted: { image: B, revision: name }, stored };
    for (const [variables, wanted] of [
      [{ X: "1" }, []],
      [{ X: "2" }, ["spec.containers[app].env[X].value"]],
    ] as const) {
      app.declare({ stable: A, canary: B }, { stable: template({}), canary: template(variables) });
      const canary = await readTrack(cluster, place, "canary");
      expect(listDrifted(settings(), released, canary)).toEqual(wanted);
    }
    expect(listDrifted(settings(), { wanted: released.wanted }, undefined)).toBeUndefined();
    expect(listDrifted(settings(), released, undefined)).toBeUndefined();
  });
});
