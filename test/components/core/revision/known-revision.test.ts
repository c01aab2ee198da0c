import {
  canonicalName,
  collectRevisions,
  knownCheckout,
  knownLive,
  named,
} from "../../../../components/core/revision/known-revision";
import { listDisposable } from "../../../../components/core/revision/kept-revisions";
import type { HashedRevision, JsonObject } from "../../../../components/core/revision/revision";
import { toTrackTemplate } from "../../../../components/core/revision/track-template";
import { wantedVersion } from "../../../../components/core/ledger/wanted-version";
import { A, B, attempt, ledger, track } from "../release/world";

const revision = (change: JsonObject = {}): HashedRevision => ({
  template: {
    metadata: { labels: { tier: "web" } },
    spec: { containers: [{ name: "app", image: A }], ...change },
  },
  container: "app",
  configuration: [],
});

const live = (template: JsonObject, label?: string) =>
  track(A, { template, ...(label === undefined ? {} : { revision: label }) });

describe("knownLive()", () => {
  test("takes the labels of the track away, wherever they stand", () => {
    const spread = [{ labelSelector: { matchLabels: { tier: "web" } } }];
    const checkout = revision({ topologySpreadConstraints: spread });
    const template = toTrackTemplate({ app: "shop", track: "stable", revision: checkout, label: "x" });
    const found = knownLive(
      live(
        { ...template, metadata: { ...(template["metadata"] as JsonObject), creationTimestamp: null } },
        "x",
      ),
    );
    expect(found?.labelled).toBe(true);
    expect(found?.revision.template["spec"]).toEqual(checkout.template["spec"]);
    expect(JSON.stringify(found)).not.toContain("sluice.dev");
  });

  test("is not labelled where the pods are not", () => {
    expect(knownLive(live(revision().template))).toMatchObject({
      labelled: false,
      revision: { container: "app" },
    });
  });

  test.each([
    ["no template", track(A)],
    ["no container", live({})],
    ["containers none of which is the app's", live({ spec: { containers: [{ name: "a" }, { name: "b" }] } })],
  ])("knows nothing of %s", (_name, found) => {
    expect(knownLive(found)).toBeUndefined();
  });
});

test("canonicalName() is that of the equal revision that is stored, whatever it is called there", () => {
  const checkout = knownCheckout(revision());
  const stored = { name: "0123456789", revision: revision(), labelled: true };
  const other = { name: "9876543210", revision: revision({ hostname: "x" }), labelled: true };
  expect(canonicalName(checkout, [other, stored])).toBe("0123456789");
  expect(canonicalName(checkout, [other])).toBe(checkout.name);
});

test("collectRevisions() takes the first of one name", () => {
  const [first, second] = [true, false].map((labelled) => ({ name: "1", revision: revision(), labelled }));
  expect(collectRevisions(undefined, first, second).get("1")?.labelled).toBe(true);
});

test("named() fills in what is not known", () => {
  expect(named({ image: A }, "1")).toEqual({ image: A, revision: "1" });
  expect(named({ image: A, revision: "2" }, "1")).toEqual({ image: A, revision: "2" });
  expect(named({ image: A }, undefined)).toEqual({ image: A });
});

describe("listDisposable()", () => {
  const version = (number: number) => ({ image: A, revision: String(number) });

  test("keeps the last ten promoted, the attempt's and its predecessor's, rejected and live ones, and the one that migrated", () => {
    const record = ledger({
      promoted: Array.from({ length: 12 }, (_, index) => version(index)),
      attempt: attempt(B, { revision: "20", previousRevision: "21" }),
      aborted: [version(22)],
      putBack: [version(23)],
      database: { attempt: 1, image: A, revision: "24", reversible: false },
    });
    const stored = [
      ...Array.from({ length: 12 }, (_, index) => String(index)),
      "20",
      "21",
      "22",
      "23",
      "24",
      "30",
      "31",
    ];
    expect(listDisposable(stored, record, ["30", undefined])).toEqual(["0", "1", "31"]);
  });

  test("without an attempt", () => {
    expect(listDisposable(["1"], ledger({ promoted: [] }), [])).toEqual(["1"]);
  });
});

describe("wantedVersion()", () => {
  const checkout = { image: A, revision: "1111111111" };

  test("is the checkout's", () => {
    expect(wantedVersion(checkout, undefined)).toEqual(checkout);
    expect(wantedVersion(checkout, ledger({ phase: "progressing", attempt: attempt(B) }))).toEqual(checkout);
  });

  test("is the target of a rollback while that runs", () => {
    const back = attempt(B, { kind: "rollback", revision: "2222222222" });
    expect(wantedVersion(checkout, ledger({ phase: "progressing", attempt: back }))).toEqual({
      image: B,
      revision: "2222222222",
    });
    expect(wantedVersion(checkout, ledger({ phase: "promoted", attempt: back }))).toEqual(checkout);
  });
});
