import { gitopsTools } from "../../../../components/core/gitops/tools";
import { listSharedObjects } from "../../../../components/core/gitops/shared-objects";
import type { Settings } from "../../../../components/core/settings";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith } from "../../../support/environment";

const source = { repository: "https://example.org/shop.git", branch: "main", folder: "deploy" };
const plain = toSettings(configWith({}), parseStackName("prod"));
const withTraffic = (traffic: Partial<Settings["traffic"]>): Settings => ({
  ...plain,
  traffic: { ...plain.traffic, ...traffic },
});
const render = (name: string, settings: Settings) =>
  gitopsTools.find((tool) => tool.name === name)?.render(settings, source) ?? [];

describe("listSharedObjects()", () => {
  test("has none where Sluice declares everything", () => {
    expect(listSharedObjects(plain)).toEqual([]);
  });

  test.each([
    ["gateway", "gateway.networking.k8s.io", "HTTPRoute", "/spec/rules"],
    ["istio", "networking.istio.io", "VirtualService", "/spec/http"],
    ["traefik", "traefik.io", "IngressRoute", "/spec/routes"],
  ])(
    "has the whole list of rules of a route of the user's own, router %s",
    (router, group, kind, pointer) => {
      const shared = listSharedObjects(withTraffic({ router, route: "shop", isShared: true }));
      expect(shared).toEqual([
        { group, kind, name: "shop", namespace: "default", pointers: [pointer, "/metadata/annotations"] },
      ]);
    },
  );

  test("leaves out an Ingress beside which the canary's stands: it is never written", () => {
    expect(listSharedObjects(withTraffic({ router: "nginx", route: "shop", isShared: true }))).toEqual([]);
  });

  test("has the Service of a service that was taken over, also where it is the switch itself", () => {
    const service = { group: "", kind: "Service", name: "shop", namespace: "default" };
    for (const router of ["gateway", "replicas"]) {
      const shared = listSharedObjects(
        withTraffic({ router, isShared: router === "replicas", stableService: "shop" }),
      );
      expect(shared).toEqual([{ ...service, pointers: ["/spec/selector", "/metadata/annotations"] }]);
    }
  });
});

describe("pieces for Argo CD", () => {
  test("name what it leaves alone, and the option without which it does not", () => {
    const [ignored] = render("argocd", withTraffic({ route: "shop", isShared: true }));
    expect(ignored?.content).toEqual({
      spec: {
        ignoreDifferences: [
          {
            group: "gateway.networking.k8s.io",
            kind: "HTTPRoute",
            name: "shop",
            namespace: "default",
            jsonPointers: ["/spec/rules", "/metadata/annotations"],
          },
        ],
        syncPolicy: { syncOptions: ["RespectIgnoreDifferences=true"] },
      },
    });
  });

  test.each(["argocd", "flux"])("are a note alone where nothing is shared: %s", (name) => {
    const parts = render(name, plain);
    expect(parts.map(({ content }) => content)).toEqual([undefined]);
    expect(parts[0]?.notes.join(" ")).toContain("scholarlink-canary of namespace default");
  });
});

test("pieces for Flux name the same paths in a Kustomization and in a HelmRelease", () => {
  const [kustomization, release] = render("flux", withTraffic({ route: "shop", isShared: true }));
  const ignore = [
    {
      paths: ["/spec/rules", "/metadata/annotations"],
      target: { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "shop", namespace: "default" },
    },
  ];
  expect(kustomization?.content).toEqual({ spec: { ignore } });
  expect(release?.content).toEqual({ spec: { driftDetection: { mode: "enabled", ignore } } });
});

test("pieces for the operator are a Stack per stack, each after the one before, and none that destroys", () => {
  const stacks = render("pko", plain)
    .map(
      ({ content }) =>
        content as { kind?: string; metadata: { name: string }; spec: Record<string, unknown> },
    )
    .filter((content) => content?.kind === "Stack");
  const names = stacks.map(({ metadata }) => metadata.name);
  expect(names).toEqual(["prod", ...plain.stages.map(({ key }) => `prod-canary-${key}`)]);
  expect(stacks.map(({ spec }) => spec["prerequisites"])).toEqual([
    undefined,
    ...names.slice(0, -1).map((name) => [{ name, requirement: { succeededWithinDuration: "1h" } }]),
  ]);
  for (const { metadata, spec } of stacks) {
    expect(spec).toMatchObject({
      stack: metadata.name,
      projectRepo: source.repository,
      branch: "main",
      repoDir: "deploy",
      destroyOnFinalize: false,
      continueResyncOnCommitMatch: false,
    });
  }
});

test("the Service that is the switch itself is shared", () => {
  const shared = listSharedObjects(withTraffic({ router: "replicas", route: "shop", isShared: true }));
  expect(shared).toMatchObject([{ group: "", kind: "Service", name: "shop" }]);
});
