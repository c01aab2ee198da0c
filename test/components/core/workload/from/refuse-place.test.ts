import { deployment, object, refuse } from "./set";

test("renderApp() says once for all objects why they cannot be in the set", () => {
  const place = { metadata: { name: "a", namespace: "dev" } };
  const set = [
    { ...deployment(), metadata: { name: "shop", namespace: "dev" } },
    { ...object("v1", "ConfigMap", "a"), ...place },
    object("rbac.authorization.k8s.io/v1", "ClusterRole", "b"),
    object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "c"),
  ];
  expect(refuse(set)).toEqual([
    expect.stringContaining(
      "ClusterRole b, CustomResourceDefinition c must be in a namespace: got kinds of the whole cluster; leave them out of the set",
    ),
    expect.stringContaining(
      "metadata.namespace of Deployment shop, ConfigMap a must be prod (sluice:app.namespace): got dev; set sluice:app.namespace to dev if the set belongs there",
    ),
  ]);
});

test.each([null, "x", ["x"], [{}], { app: null }])(
  "renderApp() refuses a selector whose terms are %j, and throws nothing",
  (terms) => {
    const problems = [{ matchLabels: terms }, { matchExpressions: terms }].map((selector) =>
      refuse([deployment({}, { selector })]),
    );
    expect(problems.flat().every((text) => text.startsWith("spec.selector"))).toBe(true);
    expect(problems.flat().length).toBeGreaterThan(0);
  },
);
