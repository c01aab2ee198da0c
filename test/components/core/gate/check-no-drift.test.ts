import { checkNoDrift } from "../../../../components/core/gate/check-no-drift";
import { attemptOf, before, factsOf, factsWithout, ledgerOf, released, trackOf } from "../../../support/gate";

const selectors = { exposing: [], shared: [], budgets: [], strangers: [], unseen: [] };
const budgets = ["PodDisruptionBudget prod/all"];

test("checkNoDrift() is fine where ledger and route agree and nobody else selects the canary", () => {
  expect(checkNoDrift(factsOf({ selectors }))).toEqual({
    problems: [],
    fine: "live weight and epoch are the ledger's (0 %)",
  });
  expect(checkNoDrift(factsWithout("ledger")).problems).toEqual([]);
});

test("checkNoDrift() reports drift and selectors together", () => {
  const { problems } = checkNoDrift(
    factsOf({
      reconcile: { kind: "drift", text: "moved", fix: "abort" },
      selectors: { ...selectors, exposing: ["Service prod/shop"] },
    }),
  );
  expect(problems.map(({ text }) => text)).toEqual(["moved", expect.stringContaining("Service prod/shop")]);
});

test("checkNoDrift() names another's autoscaler of the canary", () => {
  const { problems, fine } = checkNoDrift(factsOf({ canaryScaler: "HorizontalPodAutoscaler prod/x" }));
  expect(problems).toEqual([]);
  expect(fine).toContain("HorizontalPodAutoscaler prod/x scales the canary as well");
});

const emergency = (expired: boolean) => ({ emergency: { reason: "r", expires: "e", expired } });
const rollback = { ledger: ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) }) };

test.each([
  ["a release", {}, 1],
  ["an emergency release", emergency(false), 0],
  ["one whose time is over", emergency(true), 1],
  ["a rollback", rollback, 0],
])("checkNoDrift(): a second budget in %s: %d problems", (_name, changes, problems) => {
  const found = checkNoDrift(factsOf({ selectors: { ...selectors, budgets }, ...changes }));
  expect(found.problems).toHaveLength(problems);
  expect(found.fine.includes("prod/all")).toBe(problems === 0);
});

test.each([
  ["its image", trackOf(released, 3), 1],
  ["its settings", trackOf(before, 3, { revision: "2222222222" }), 1],
  ["neither", trackOf(before, 3, { revision: "1111111111" }), 0],
  ["what nobody knows", trackOf(before, 3), 0],
])("checkNoDrift() of a stable whose writer changed %s", (_name, stable, problems) => {
  const ledger = ledgerOf({ promoted: [{ image: before, revision: "1111111111" }] });
  const found = checkNoDrift(factsOf({ stable, ledger }));
  expect(found.problems).toHaveLength(problems);
  for (const { text, fix } of found.problems) {
    expect(text).toMatch(/^stable must run what was promoted last, sha256:a+ \(revision 1111111111\): got/);
    expect(fix).toContain("pulumi up --refresh -s prod");
  }
  const urgent = checkNoDrift(factsOf({ stable, ledger, ...emergency(false) }));
  expect(urgent.problems).toEqual([]);
  expect(urgent.fine.includes("must run what was promoted last")).toBe(problems > 0);
});

test("checkNoDrift() asks no track that is not there what it runs", () => {
  expect(checkNoDrift(factsWithout("stable")).problems).toEqual([]);
  expect(checkNoDrift(factsOf({ ledger: ledgerOf({ promoted: [] }) })).problems).toEqual([]);
});

test("checkNoDrift() demands that the canary has the policies by name that stable has", () => {
  const attached = { policies: [], steps: [], copies: [], unseen: ["securitypolicies (x)"] };
  expect(checkNoDrift(factsOf({ attached })).fine).toContain("securitypolicies (x)");
  const policy = {
    kind: { group: "g.io", version: "v1", resource: "policies", kind: "LoginPolicy" },
    metadata: { name: "login", namespace: "prod", uid: "u", resourceVersion: "1" },
    spec: {},
  };
  const hook = { to: "service", kind: "Service", namespace: "prod", name: "app-stable" } as const;
  const found = { ...attached, policies: [{ policy, hook, why: "the canary has not the same" }] };
  expect(checkNoDrift(factsOf({ attached: found })).problems).toHaveLength(1);
  const acceptedPolicies = { "LoginPolicy/login": "by hand" };
  expect(checkNoDrift(factsOf({ attached: found, acceptedPolicies })).problems).toEqual([]);
});
