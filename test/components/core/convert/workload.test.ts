import { toApp } from "../../../../components/core/convert/workload";

const base = {
  app: "shop",
  deployment: "shop",
  deployments: 1,
  command: "kubectl get deployment shop -o yaml",
};
const template = (...containers: readonly string[]) => ({
  spec: { containers: containers.map((name) => ({ name, image: `${name}:1` })) },
});

test("toApp() asks for the manifest that the input does not have", () => {
  const { app, gaps } = toApp({ ...base, namespace: "prod" });
  expect(app).toEqual({ name: "shop", namespace: "prod", from: { manifest: "k8s" } });
  expect(gaps).toEqual([
    {
      key: "k8s/deployment-shop.yaml",
      what: "the manifest of Deployment shop, which is not in the input",
      command: "mkdir -p k8s && kubectl get deployment shop -o yaml > k8s/deployment-shop.yaml",
    },
  ]);
});

test.each([
  ["the only one", template("web"), undefined, "web:1"],
  ["the one named like the app", template("proxy", "shop"), undefined, "shop:1"],
  ["the first of several, to be checked", template("web", "proxy"), "web", "web:1"],
  ["none", template(), undefined, undefined],
])("toApp() takes the image of %s", (_, pods, container, image) => {
  const draft = toApp({ ...base, template: pods });
  expect([draft.app["container"], draft.image]).toEqual([container, image]);
  expect(draft.gaps.map(({ taken }) => taken)).toEqual(container === undefined ? [] : [container]);
});

test("toApp() names the Deployment where there are several", () => {
  expect(toApp({ ...base, deployments: 2, template: template("shop") }).app).toMatchObject({
    workload: "shop",
  });
});
