import { judgeProvenance } from "../../../../policies/images/attestation/provenance";

const builder = "https://github.com/actions/runner/github-hosted";
const buildType = "https://actions.github.io/buildtypes/workflow/v1";
const repository = "https://github.com/acme/shop";
const commit = { uri: `git+${repository}@refs/heads/main`, digest: { gitCommit: "1".repeat(40) } };
const made = (changes: object = {}, id = builder) => ({
  buildDefinition: {
    buildType,
    externalParameters: {
      workflow: { repository, ref: "refs/heads/main", path: ".github/workflows/release.yml" },
    },
    resolvedDependencies: [commit],
    ...changes,
  },
  runDetails: { builder: { id } },
});
const rules = {
  builders: [builder],
  buildTypes: [buildType],
  source: { repository, refs: ["refs/heads/main", "refs/tags/*"], requireCommit: true },
};
const byAddress = (source: unknown) => ({ externalParameters: { source } });
const workflow = (changes: object) => ({
  externalParameters: { workflow: { repository, ref: "refs/heads/main", ...changes } },
});

test.each<[string, unknown]>([
  ["of the right builder, source and ref", made()],
  ["of a tag", made(workflow({ ref: "refs/tags/v1" }))],
  ["with its source as one address", made(byAddress(`git+${repository}.git@refs/heads/main`))],
  ["with its source as an address in an object", made(byAddress({ uri: `${repository}@refs/heads/main` }))],
])("judgeProvenance() accepts provenance %s", (_, predicate) => {
  expect(judgeProvenance(predicate, rules)).toEqual([]);
});

test.each<[string, unknown, string]>([
  [
    "of another builder",
    made({}, `${builder}-evil`),
    `runDetails.builder.id must be ${builder}: got "${builder}-evil"`,
  ],
  [
    "of another build type",
    made({ buildType: "x" }),
    `buildDefinition.buildType must be ${buildType}: got "x"`,
  ],
  [
    "of another repository",
    made(workflow({ repository: `${repository}-evil` })),
    `the source repository must be ${repository}: got ${repository}-evil`,
  ],
  [
    "without a repository",
    made({ externalParameters: {} }),
    `the source repository must be ${repository}: got none`,
  ],
  [
    "of another ref",
    made(workflow({ ref: "refs/heads/main-evil" })),
    "the source ref must be refs/heads/main or refs/tags/*: got refs/heads/main-evil",
  ],
  [
    "of a ref below a tag",
    made(workflow({ ref: "refs/tags/a/b" })),
    "the source ref must be refs/heads/main or refs/tags/*: got refs/tags/a/b",
  ],
  [
    "without a ref",
    made(byAddress(repository)),
    "the source ref must be refs/heads/main or refs/tags/*: got none",
  ],
  [
    "with a commit of another repository only",
    made({ resolvedDependencies: [{ ...commit, uri: "git+https://github.com/eve/shop" }] }),
    `resolvedDependencies must name the commit of ${repository}: got none`,
  ],
  [
    "without a commit",
    made({ resolvedDependencies: [] }),
    `resolvedDependencies must name the commit of ${repository}: got none`,
  ],
  [
    "of another shape",
    { builder: { id: builder } },
    "it must be SLSA provenance v1 with buildDefinition and runDetails",
  ],
])("judgeProvenance() refuses provenance %s", (_, predicate, problem) => {
  expect(judgeProvenance(predicate, rules)).toContain(problem);
});

test("judgeProvenance() names every problem, and demands only what is configured", () => {
  const bad = made(
    { ...workflow({ repository: "https://a", ref: "b" }), buildType: "c", resolvedDependencies: [] },
    "d",
  );
  expect(judgeProvenance(bad, rules)).toHaveLength(5);
  expect(judgeProvenance(bad, { builders: ["d"] })).toEqual([]);
  const withoutCommit = { builders: ["d"], source: { repository: "https://a", requireCommit: false } };
  expect(judgeProvenance(bad, withoutCommit)).toEqual([]);
});
