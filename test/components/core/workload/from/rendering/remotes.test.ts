import {
  explainRemote,
  hasCharts,
  isRemote,
  listKustomizationPaths,
  namesOrigins,
  parseRemote,
} from "../../../../../../components/core/workload/from/rendering/remotes";

const sha = "a".repeat(40);

test.each([
  ["base", false],
  ["../base/deployment.yaml", false],
  ["https://github.com/x/y//base?ref=main", true],
  ["ssh://git@example.org/x", true],
  ["git@github.com:x/y", true],
  ["github.com/x/y/base?ref=v1", true],
  ["x/y?ref=v1", true],
  ["example.org/x//base?timeout=1s", true],
])("isRemote() of %s is %s", (path, is) => {
  expect(isRemote(path)).toBe(is);
});

test.each([
  [`https://github.com/x/y//base?ref=${sha}`, undefined],
  [`https://github.com/x/y//base?timeout=90s&ref=${sha}&submodules=0`, undefined],
  [
    "https://user:word@example.org/x?ref=main",
    "be a remote base with a commit (?ref= and 40 hexadecimal digits): got https://…@example.org/x?ref=main",
  ],
  [`github.com/x/y?ref=${sha.slice(1)}`, expect.stringContaining("with a commit")],
])("explainRemote() of %s wants a commit", (path, says) => {
  expect(explainRemote(path)).toEqual(says);
});

test("a kustomization's paths are those of all its fields, and its charts are seen", () => {
  const kustomization = { resources: ["a", 1], bases: ["b"], components: ["c"], images: [{ name: "d" }] };
  expect(listKustomizationPaths(kustomization)).toEqual(["a", "b", "c"]);
  expect(listKustomizationPaths(null)).toEqual([]);
  expect(hasCharts(kustomization)).toBe(false);
  expect(hasCharts({ helmCharts: [{ name: "x" }] })).toBe(true);
  expect(hasCharts({ helmChartInflationGenerator: [{ chartName: "x" }] })).toBe(true);
});

test.each([
  ["https://github.com/x/y", "https://github.com/x/y", ""],
  ["https://github.com/x/y/deploy/base", "https://github.com/x/y", "deploy/base"],
  ["github.com/x/y/base", "https://github.com/x/y", "base"],
  ["github.com:x/y//base", "https://github.com/x/y", "base"],
  ["git@github.com:x/y//base/z", "git@github.com:x/y", "base/z"],
  ["git::https://example.org/a/b/c.git/base", "https://example.org/a/b/c.git", "base"],
  ["ssh://git@example.org/a/b/c//base", "ssh://git@example.org/a/b/c", "base"],
  ["https://dev.azure.com/o/p/_git/r/base", "https://dev.azure.com/o/p/_git/r", "base"],
  ["file:///srv/repo", "file:///srv/repo", ""],
  ["file:///srv/repo//base", "file:///srv/repo", "base"],
])("parseRemote() of %s tells repository and folder apart", (path, repository, folder) => {
  const base = { repository, folder, commit: sha, hasSubmodules: true };
  expect(parseRemote(`${path}?ref=${sha}`)).toEqual(base);
  expect(parseRemote(`${path}?version=${sha}&submodules=false`)).toEqual({ ...base, hasSubmodules: false });
});

test.each([
  "https://github.com/x/y",
  "https://github.com/x/y?ref=main",
  `https://github.com/x?ref=${sha}`,
  `https://github.com/x/y//a/../../b?ref=${sha}`,
  `base?ref=${sha}`,
])("parseRemote() leaves %s to Kustomize", (path) => {
  expect(parseRemote(path)).toBeUndefined();
});

test("namesOrigins() knows what makes objects depend on folders", () => {
  expect(namesOrigins({ buildMetadata: ["managedByLabel"] })).toBe(false);
  expect(namesOrigins({})).toBe(false);
  for (const one of ["originAnnotations", "transformerAnnotations"])
    expect(namesOrigins({ buildMetadata: [one] })).toBe(true);
});
