import { complete } from "../../../../components/core/convert/complete";
import type { Draft } from "../../../../components/core/convert/complete";

const digest = `registry.example.org/shop@sha256:${"a".repeat(64)}`;
const draft: Draft = { app: { name: "shop" }, stages: [], traffic: {}, hosts: [], analysis: {}, gaps: [] };

test("complete() lists everything that no input can tell, with the command that gets it", () => {
  const { settings, gaps } = complete(draft, { environment: "prod" });
  expect(settings).toEqual({
    cluster: { context: "", uid: "" },
    app: { name: "shop" },
    release: { image: "" },
    traffic: { hosts: [""] },
    analysis: { prometheus: "" },
  });
  expect(gaps.map(({ key, taken }) => [key, taken !== undefined])).toEqual([
    ["sluice:cluster.context", false],
    ["sluice:cluster.uid", false],
    ["sluice:release.image", false],
    ["sluice:traffic.hosts[0]", false],
    ["sluice:traffic.gateway", true],
    ["sluice:analysis.prometheus", false],
  ]);
  expect(gaps[2]?.command).toBe("docker buildx imagetools inspect IMAGE --format '{{.Manifest.Digest}}'");
});

test("complete() takes what a person said over what the input says", () => {
  const said = {
    environment: "prod",
    context: "eu",
    uid: "5e0a",
    image: digest,
    host: "b.example.org",
    prometheus: "https://mimir.example.org",
    gateway: "infra/public",
  };
  const found = {
    ...draft,
    hosts: ["a.example.org"],
    stages: [{ weight: 100 }],
    analysis: { prometheus: "http://old" },
  };
  const { settings, gaps } = complete(found, said);
  expect(gaps).toEqual([]);
  expect(settings).toMatchObject({
    release: { image: digest },
    stages: [{ weight: 100 }],
    traffic: { hosts: ["b.example.org"], gateway: { name: "public", namespace: "infra" } },
    analysis: { prometheus: "https://mimir.example.org" },
  });
});

test.each([
  ["a Gateway that is known", { gateway: { name: "public" } }],
  ["several", { gateways: [{ name: "public" }] }],
  ["another router", { router: "nginx" }],
  ["a file of the route", { from: { manifest: "httproute.yaml" } }],
])("complete() asks for no Gateway with %s", (_, traffic) => {
  const { settings, gaps } = complete(
    { ...draft, traffic, image: digest, hosts: ["a.example.org", "b.example.org"] },
    { environment: "prod" },
  );
  expect(gaps.map(({ key }) => key)).not.toContain("sluice:traffic.gateway");
  expect(settings["release"]).toEqual({ image: digest });
});

test("complete() asks for the digest of an image by tag", () => {
  const { gaps } = complete({ ...draft, image: "shop:v1" }, { environment: "prod" });
  expect(gaps[2]?.command).toContain("shop:v1");
});
