import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { goBuildArgs } from "../../../sandbox/tools/build-go";
import { tools } from "../../../sandbox/tools/versions";

const folder = join(__dirname, "../../../sandbox/tools");
const source = (name: string) => tools.find((tool) => tool.name === name)?.source;

test("every binary is given by one tool", () => {
  const binaries = tools.flatMap((tool) => tool.binaries);
  expect(binaries.toSorted()).toEqual([...new Set(binaries)].toSorted());
});

test.each([
  ["pulumi", "github.com/pulumi/pulumi/pkg/v3"],
  ["etcd", "go.etcd.io/etcd/server/v3"],
  ["kubernetes", "k8s.io/kubernetes"],
  ["traefik", "github.com/traefik/traefik/v3"],
  ["coredns", "github.com/coredns/coredns"],
  ["contour", "github.com/projectcontour/contour"],
  ["kustomize-controller", "github.com/fluxcd/kustomize-controller"],
  ["policy-controller", "github.com/sigstore/policy-controller"],
  ["cert-manager", "github.com/cert-manager/cert-manager"],
  ["cosign-2", "github.com/sigstore/cosign/v2"],
  ["cosign-3", "github.com/sigstore/cosign/v3"],
])("the version of %s is the one its module folder pins", (name, module) => {
  const tool = tools.find((candidate) => candidate.name === name);
  const found = tool?.source.kind === "go" ? tool.source.folder : "";
  expect(readFileSync(join(folder, found, "go.mod"), "utf8")).toContain(`${module} v${tool?.version}`);
});

test.each([
  ["pulumi-resource-kubernetes", "kubernetes-provider/main.go", "@pulumi/kubernetes"],
  ["pulumi-resource-random", "random/main.go", "@pulumi/random"],
])("the version of %s is its source's and the npm package's", (name, file, npmPackage) => {
  const tool = tools.find((candidate) => candidate.name === name);
  expect(readFileSync(join(folder, file), "utf8")).toContain(`version = "${tool?.version}"`);
  const manifest = readFileSync(require.resolve(`${npmPackage}/package.json`), "utf8");
  expect(manifest).toMatch(new RegExp(`"version": "v?${tool?.version}"`, "u"));
});

test("every module folder with dependencies carries their checksums", () => {
  for (const tool of tools) {
    if (tool.source.kind !== "go") continue;
    const module = join(folder, tool.source.folder);
    const needsSums = readFileSync(join(module, "go.mod"), "utf8").includes("require");
    expect([tool.name, existsSync(join(module, "go.sum"))]).toEqual([tool.name, needsSums]);
  }
});

test.each(tools.flatMap((tool) => (tool.download === undefined ? [] : [[tool.name, tool] as const])))(
  "the release of %s is the pinned version's for this kind of machine, agreed on by two sources, with every binary",
  (_name, { download, version, binaries }) => {
    expect(download?.url).toMatch(/^https:\/\/.*linux[-_](amd64|x64)/u);
    expect(download?.url).toContain(`v${version}`);
    expect(download?.sha256).toMatch(/^[0-9a-f]{64}$/u);
    expect(new Set(download?.sources).size).toBe(2);
    expect(Object.keys(download?.files ?? { [binaries[0] ?? ""]: "" })).toEqual(binaries);
  },
);

test("goBuildArgs() stamps the version and names the output", () => {
  const traefik = source("traefik");
  if (traefik?.kind !== "go") throw new Error("traefik must be a Go tool");
  expect(goBuildArgs(traefik, "/out/bin")).toEqual([
    "build",
    "-ldflags",
    "-s -w -X github.com/traefik/traefik/v3/pkg/version.Version=3.7.9",
    "-o",
    "/out/bin/",
    "github.com/traefik/traefik/v3/cmd/traefik",
  ]);
});
