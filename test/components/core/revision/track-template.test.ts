import {
  hashConfiguration,
  revisionKey,
  storedName,
} from "../../../../components/core/revision/hash-configuration";
import { toTrackTemplate } from "../../../../components/core/revision/track-template";
import type { HashedRevision, JsonObject, Revision } from "../../../../components/core/revision/revision";

const of = (template: JsonObject, configuration: HashedRevision["configuration"] = []): HashedRevision => ({
  template,
  container: "app",
  configuration,
});

const track = (revision: HashedRevision, label?: string) =>
  toTrackTemplate({ app: "shop", track: "canary", revision, ...(label === undefined ? {} : { label }) });

test("a track's template has the labels of the track and its revision", () => {
  expect(
    track(
      of({ metadata: { labels: { tier: "web" }, annotations: { a: "b" } }, spec: { x: 1 } }),
      "1111111111",
    ),
  ).toEqual({
    metadata: {
      labels: {
        tier: "web",
        "app.kubernetes.io/name": "shop",
        "sluice.dev/track": "canary",
        "sluice.dev/revision": "1111111111",
      },
      annotations: { a: "b" },
    },
    spec: { x: 1 },
  });
  expect(track(of({}))).toEqual({
    metadata: { labels: { "app.kubernetes.io/name": "shop", "sluice.dev/track": "canary" } },
    spec: {},
  });
});

test("pods spread within their track where the selector means the workload's own pods", () => {
  const own = { maxSkew: 1, labelSelector: { matchLabels: { tier: "web" } } };
  const others = { maxSkew: 1, labelSelector: { matchLabels: { tier: "cache" } } };
  const all = { maxSkew: 1 };
  const template = track(
    of({
      metadata: { labels: { tier: "web" } },
      spec: { topologySpreadConstraints: [own, others, all, "odd"] },
    }),
  );
  expect(template).toMatchObject({
    spec: {
      topologySpreadConstraints: [
        { labelSelector: { matchLabels: { tier: "web", "sluice.dev/track": "canary" } } },
        others,
        all,
        "odd",
      ],
    },
  });
});

const config = { kind: "ConfigMap", name: "site", hash: "a".repeat(64), keys: {} } as const;
const secret = { kind: "Secret", name: "keys", hash: "b".repeat(64), keys: {} } as const;

test("references to configuration of the revision are by its stored name, all others stay", () => {
  const spec = {
    containers: [
      {
        name: "app",
        envFrom: [
          { configMapRef: { name: "site" } },
          { secretRef: { name: "keys" } },
          { configMapRef: { name: "foreign" } },
        ],
        env: [
          { name: "A", valueFrom: { configMapKeyRef: { name: "site", key: "a" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "keys", key: "b" } } },
        ],
      },
    ],
    volumes: [
      { name: "a", configMap: { name: "site" } },
      { name: "b", secret: { secretName: "keys" } },
      { name: "c", projected: { sources: [{ secret: { name: "keys" } }, { configMap: { name: "site" } }] } },
      { name: "d", secret: null },
      { name: "e", configMap: { optional: true } },
    ],
  };
  const text = JSON.stringify(track(of({ spec }, [config, secret])));
  expect(text).not.toMatch(/"(site|keys)"/);
  expect(text.match(/"site-aaaaaaaaaa"/g)).toHaveLength(4);
  expect(text.match(/"keys-bbbbbbbbbb"/g)).toHaveLength(4);
  expect(text).toContain('"foreign"');
});

test("storedName() fits a name of Kubernetes", () => {
  expect(storedName(config)).toBe("site-aaaaaaaaaa");
  expect(storedName({ ...config, name: "n".repeat(253) })).toHaveLength(253);
});

describe("hashConfiguration()", () => {
  const revision = (kind: "ConfigMap" | "Secret", change: object = {}): Revision => ({
    template: {},
    container: "app",
    configuration: [{ kind, name: "c", data: { b: "1", a: "2" }, ...change }],
  });
  const hash = (given: Revision, key = "k") => hashConfiguration(given, key).configuration[0];

  test("names keys and no value", () => {
    const found = hash(revision("Secret", { data: { password: "hunter2" } }));
    expect(Object.keys(found?.keys ?? {})).toEqual(["password"]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  test("of a Secret depends on the key, of a ConfigMap not", () => {
    expect(hash(revision("Secret"), "k")?.hash).not.toBe(hash(revision("Secret"), "l")?.hash);
    expect(hash(revision("ConfigMap"), "k")).toEqual(hash(revision("ConfigMap"), "l"));
  });

  test.each([
    ["a value", { data: { b: "1", a: "3" } }],
    ["a key", { data: { b: "1", c: "2" } }],
    ["bytes", { binaryData: { d: "AA==" } }],
    ["bytes instead of a text", { data: { b: "1" }, binaryData: { a: "2" } }],
    ["the type", { type: "kubernetes.io/tls" }],
  ])("changes with %s", (_name, change) => {
    expect(hash(revision("ConfigMap", change))?.hash).not.toBe(hash(revision("ConfigMap"))?.hash);
  });

  test("does not change with the order of the keys", () => {
    expect(hash(revision("ConfigMap", { data: { a: "2", b: "1" } }))).toEqual(hash(revision("ConfigMap")));
  });
});

test("revisionKey() is another one in each cluster", () => {
  const place = { cluster: { context: "c", uid: "1" }, namespace: "n", app: "shop" };
  expect(revisionKey(place)).not.toBe(revisionKey({ ...place, cluster: { context: "c", uid: "2" } }));
});
