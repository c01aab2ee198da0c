import type { JsonObject } from "../../../../../components/core/revision/revision";
import { container, deployment, object, refuse, take } from "./set";

const withEnv = (...env: readonly JsonObject[]) => container({ env });
const first = { name: "A", value: "1" };
const second = { name: "A", value: "2" };
const other = { name: "B", value: "b" };

const envOf = (pod: JsonObject): unknown => {
  const { template } = take([deployment(pod)]).revision;
  const { containers } = template["spec"] as unknown as { containers: readonly { env: unknown }[] };
  return containers[0]?.env;
};

test("renderApp() keeps the later one of two variables of a name, which alone the pods see, and says so", () => {
  expect(envOf({ containers: [withEnv(first, other, second)] })).toEqual([other, second]);
  const { notes } = take([deployment({ containers: [withEnv(first, second, first)] })]);
  const said =
    "variable A is twice in container shop of Deployment shop: the later one counts, as in its pods";
  expect(notes.filter((note) => note === said)).toHaveLength(2);
});

test("renderApp() does so in init containers and in other objects of the set with pods, and nowhere else", () => {
  const init = { ...withEnv(first, second), name: "init" };
  const job = object("batch/v1", "CronJob", "c", {
    spec: { template: { spec: { containers: [withEnv(first, second)] } } },
  });
  const side = { name: "side", image: "side:1" };
  const { revision, others } = take([
    deployment({ initContainers: [init], containers: [container(), side] }),
    job,
  ]);
  expect(revision.template["spec"]).toMatchObject({ initContainers: [{ env: [second] }] });
  expect(others).toEqual([job]);
});

test.each([
  ["between", [first, { name: "B", value: "x $(A)" }, second]],
  ["the later itself", [first, { name: "A", value: "$(A):2" }]],
])("renderApp() refuses two variables of a name where one refers to the earlier: %s", (_, env) => {
  expect(refuse([deployment({ containers: [withEnv(...env)] })])).toEqual([
    expect.stringContaining("must be another than env[0]: got name A twice"),
  ]);
});

test("renderApp() leaves variables alone that have no name", () => {
  expect(envOf({ containers: [withEnv({ value: "a" }, other)] })).toEqual([{ value: "a" }, other]);
});
