import { isAtLeast, judgeRelease } from "../../../cli/doctor/judge-release";
import type { ReleaseFacts } from "../../../cli/doctor/judge-release";

const readyHere: ReleaseFacts = {
  node: "22.23.3",
  oldestNode: "22.22.2",
  pulumi: "3.259.0",
  oldestPulumi: "3.229.0",
  hasProject: true,
  backend: { url: "file:///state" },
  encrypted: ["Pulumi.prod.yaml"],
  hasPassphrase: true,
  contexts: ["prod-eu"],
  environments: [{ name: "prod", answer: { cluster: "prod-eu, https://10.0.0.1" } }],
};

const missingOf = (change: Partial<ReleaseFacts>) =>
  judgeRelease({ ...readyHere, ...change }).filter(({ state }) => state === "missing");

test("judgeRelease() misses nothing where everything is there", () => {
  expect(judgeRelease(readyHere).map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => "ok"));
});

const cases: readonly (readonly [string, string, Partial<ReleaseFacts>, string, string])[] = [
  ["node", "no Node", { node: undefined }, "Node on PATH must be 22.22.2 or newer: got none", "install it"],
  [
    "node",
    "an old Node",
    { node: "20.20.2" },
    "Node on PATH must be 22.22.2 or newer: got 20.20.2",
    "install it",
  ],
  [
    "pulumi",
    "no Pulumi",
    { pulumi: undefined },
    "Pulumi on PATH must be 3.229.0 or newer: got none",
    "sandbox env",
  ],
  [
    "pulumi",
    "an old Pulumi",
    { pulumi: "3.228.9" },
    "must be 3.229.0 or newer: got 3.228.9",
    "install Pulumi",
  ],
  [
    "backend",
    "no login",
    { backend: { problem: "PULUMI_ACCESS_TOKEN must be set" } },
    "Pulumi must be logged in to a backend: got PULUMI_ACCESS_TOKEN must be set",
    "run pulumi login",
  ],
  [
    "passphrase",
    "no passphrase",
    { hasPassphrase: false },
    "passphrase must be set for Pulumi.prod.yaml: got none",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
  ],
  [
    "kubeconfig",
    "no context",
    { contexts: [] },
    "kubeconfig must have a context: got none",
    "set KUBECONFIG",
  ],
  ["kubeconfig", "a broken kubeconfig", { contexts: { problem: "not YAML" } }, "not YAML", "set KUBECONFIG"],
  [
    "prod",
    "a cluster that does not answer",
    { environments: [{ name: "prod", answer: { problem: "it does not answer" } }] },
    "it does not answer",
    "",
  ],
];

test.each(cases)("judgeRelease() misses %s alone for %s", (name, _what, change, found, fix) => {
  const [check, ...others] = missingOf(change);
  expect([check?.name, others]).toEqual([name, []]);
  expect(check?.found).toContain(found);
  expect(check?.fix ?? "").toContain(fix);
});

test("what need not be there is a note, not missing", () => {
  expect(missingOf({ hasProject: false, encrypted: [], hasPassphrase: false, environments: [] })).toEqual([]);
  const project = judgeRelease({ ...readyHere, hasProject: false }).find(({ name }) => name === "project");
  expect(project).toMatchObject({ state: "note", fix: expect.stringContaining("sluice init ENV") });
});

test.each([
  ["3.229.0", "3.229.0", true],
  ["3.229.1", "3.229.0", true],
  ["3.230.0-dev.0", "3.229.0", true],
  ["3.228.99", "3.229.0", false],
  ["4.0.0", "3.229.0", true],
  ["2.999.0", "3.229.0", false],
])("isAtLeast(%s, %s) is %s", (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});
