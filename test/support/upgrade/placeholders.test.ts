import type { Sandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import { fill, scrub } from "./placeholders";

const digest = (digit: string): string => `registry.example.org/app@sha256:${digit.repeat(64)}`;
const before = process.env["SLUICE_E2E_IMAGES"];

beforeAll(() => {
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify({ v1: digest("a"), v2: digest("b") });
});

afterAll(() => {
  if (before === undefined) delete process.env["SLUICE_E2E_IMAGES"];
  else process.env["SLUICE_E2E_IMAGES"] = before;
});

const namesOf = (environment: string) => ({
  environment,
  folder: `/tmp/${environment}`,
  sandbox: {
    clusterUid: `uid-of-${environment}`,
    gatewayAddress: "10.9.8.7:80",
    context: "sandbox",
    env: { KUBECONFIG: `/home/${environment}/kubeconfig` } as Readonly<Record<string, string>>,
  } as Sandbox,
});

test("what was captured in one environment is the same in another, a moment ago", () => {
  const taken = {
    takenAtSeconds: 1_800_000_000,
    stacks: {
      root: "/tmp/then",
      file: "/home/then/kubeconfig",
      cluster: "uid-of-then",
      image: digest("a"),
      managedFields: [1],
    },
    ledger: { image: digest("b"), note: `sha256:${"b".repeat(12)}`, at: 1_799_999_990.5, count: 12 },
    objects: [{ metadata: { name: "x", namespace: "t-then", uid: "u", resourceVersion: "7" }, status: {} }],
  };
  const text = scrub(taken, namesOf("then"));
  for (const name of [
    "then",
    "registry",
    'sandbox"',
    "10.9.8.7",
    "aaaa",
    "bbbb",
    "managedFields",
    "resourceVersion",
  ])
    expect(text).not.toContain(name);
  expect(JSON.parse(fill(text, namesOf("now"), 1_900_000_000))).toEqual({
    takenAtSeconds: 1_900_000_000,
    stacks: { root: "/tmp/now", file: "/home/now/kubeconfig", cluster: "uid-of-now", image: digest("a") },
    ledger: { image: digest("b"), note: `sha256:${"b".repeat(12)}`, at: 1_899_999_990.5, count: 12 },
    objects: [{ metadata: { name: "x", namespace: "t-now" } }],
  });
});
