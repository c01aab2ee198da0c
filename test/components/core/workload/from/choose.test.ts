import {
  chooseContainer,
  lastingContainers,
} from "../../../../../components/core/workload/from/template/choose-container";
import { chooseDeployment } from "../../../../../components/core/workload/from/template/choose-deployment";
import type { JsonObject } from "../../../../../components/core/revision/revision";

const object = (kind: string, name: string, apiVersion = "apps/v1"): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name },
});

const shop = object("Deployment", "shop");
const cache = object("Deployment", "cache");

test.each([
  { name: "the only one", objects: [object("Service", "shop", "v1"), shop], want: shop },
  { name: "the named one of several", objects: [cache, shop], wanted: "shop", want: shop },
  {
    name: "an old version of the API, which is refused elsewhere",
    objects: [object("Deployment", "shop", "extensions/v1beta1")],
    want: object("Deployment", "shop", "extensions/v1beta1"),
  },
])("chooseDeployment() takes $name", ({ objects, wanted, want }) => {
  expect(chooseDeployment(objects, wanted)).toEqual({ found: want });
});

test.each([
  { name: "an empty set", objects: [], says: "sluice:app.from must have one Deployment: got an empty set" },
  {
    name: "a set without any workload",
    objects: [object("Service", "shop", "v1")],
    says: "got Service shop",
  },
  {
    name: "several",
    objects: [cache, shop],
    says: "sluice:app.workload must name one of the set's Deployments: got 2 (cache, shop)",
  },
  {
    name: "a name that is not there",
    objects: [shop],
    wanted: "web",
    says: "must name a Deployment of the set (web): got only shop",
  },
  {
    name: "a name where there is no Deployment",
    objects: [],
    wanted: "web",
    says: "got no Deployment at all",
  },
  {
    name: "a StatefulSet by its name",
    objects: [shop, object("StatefulSet", "db")],
    wanted: "db",
    says: "must have one Deployment: got StatefulSet db",
  },
  {
    name: "a Job beside a StatefulSet",
    objects: [object("Job", "once", "batch/v1"), object("StatefulSet", "db")],
    says: "got StatefulSet db",
  },
  {
    name: "a Deployment of another owner's API",
    objects: [object("Deployment", "shop", "example.org/v1")],
    says: "got Deployment shop",
  },
])("chooseDeployment() refuses $name", ({ objects, wanted, says }) => {
  const choice = chooseDeployment(objects, wanted) as { problem: { text: string } };
  expect(choice.problem.text).toContain(says);
});

test.each([
  ["StatefulSet", /names and claims of their own/, /Deployments in front of it/],
  ["DaemonSet", /one pod on each node/, /leave it/],
  ["Job", /serves nobody/, /pre-upgrade, PreSync/],
  ["CronJob", /serves nobody/, /declare it beside/],
  ["Pod", /nothing starts again/, /make a Deployment of it/],
  ["ReplicaSet", /never rolls/, /make a Deployment of it/],
  ["Rollout", /another controller/, /spec\.template/],
])("chooseDeployment() says why a %s is no track, and what to do with it", (kind, why, fix) => {
  expect(chooseDeployment([object(kind, "one")])).toEqual({
    problem: {
      path: "sluice:app.from",
      text: expect.stringMatching(why) as string,
      fix: expect.stringMatching(fix) as string,
    },
  });
});

const template = (...names: string[]): JsonObject => ({
  spec: { containers: names.map((name) => ({ name })) },
});

test.each([
  { name: "the only one", of: template("web"), want: "web" },
  { name: "the one named like the app", of: template("proxy", "shop"), want: "shop" },
  { name: "one without a name, which the API refuses", of: { spec: { containers: [{}] } }, want: "" },
  { name: "the named one", of: template("shop", "web"), wanted: "web", want: "web" },
])("chooseContainer() takes $name", ({ of, wanted, want }) => {
  expect(chooseContainer(of, "shop", wanted)).toEqual({ found: want });
});

test.each([
  {
    name: "a template without containers",
    of: {},
    says: "spec.template.spec.containers must have a container: got none",
  },
  {
    name: "several of other names",
    of: template("a", "b"),
    says: 'got nothing, and none of a, b is named "shop"',
  },
  { name: "a name that is not there", of: template("a"), wanted: "b", says: "got b; it has a" },
  { name: "a name where there is none", of: {}, wanted: "b", says: "got b; it has none" },
])("chooseContainer() refuses $name", ({ of, wanted, says }) => {
  const choice = chooseContainer(of, "shop", wanted) as { problem: { text: string } };
  expect(choice.problem.text).toContain(says);
});

test("lastingContainers() takes native sidecars, and no init container that ends", () => {
  const of = {
    spec: {
      containers: [{ name: "a" }, {}],
      initContainers: [{ name: "b", restartPolicy: "Always" }, { name: "c" }],
    },
  };
  expect(lastingContainers(of).map(({ name }) => name)).toEqual(["a", undefined, "b"]);
});
