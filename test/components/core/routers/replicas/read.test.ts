import { ingress } from "../../../../../components/core/routers/ingress";
import { replicas } from "../../../../../components/core/routers/replicas/replicas";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import { serviceAt, serviceOf, settings, viewOf } from "./any-service";

const name = { "app.kubernetes.io/name": "shop" };
const marks = { "sluice.dev/epoch": "4-a", "sluice.dev/weight": "20" };

test.each([0, 1, 20, 99, 100])("replicas.read() has the weight that was written: %i %%", (weight) => {
  const { live } = viewOf(serviceAt(weight));
  expect(live).toMatchObject({ weight, epoch: "4-a", readiness: { kind: "not-reported" } });
  expect(live.damage).toBeUndefined();
});

test.each<[string, RouterObject, number]>([
  ["lets both in and says no weight", serviceOf(name, { "sluice.dev/epoch": "4-a" }), 99],
  ["lets both in at a weight of 0", serviceOf(name, { ...marks, "sluice.dev/weight": "0" }), 99],
  ["lets both in at no number", serviceOf(name, { ...marks, "sluice.dev/weight": "x" }), 99],
  [
    "selects the canary by another label as well",
    serviceOf({ ...name, "sluice.dev/track": "canary", a: "b" }, marks),
    100,
  ],
  ["selects pods by something else", serviceOf({ tier: "web" }, marks), 100],
  [
    "selects stable by another label as well",
    serviceOf({ ...name, "sluice.dev/track": "stable", a: "b" }, marks),
    0,
  ],
  ["selects nothing", serviceOf(undefined, marks), 0],
  ["has no spec", { metadata: serviceOf({}, marks).metadata }, 0],
])("replicas.read() of a Service that %s counts what may reach the canary", (_, object, weight) => {
  expect(viewOf(object).live.weight).toBe(weight);
});

test("replicas.read() names a selector that is neither track's nor both's", () => {
  expect(viewOf(serviceOf({ tier: "web", a: "b" }, marks)).live.damage).toEqual({
    text: "Service shop/shop must select stable's pods, the canary's, or both tracks': got tier=web, a=b",
    fix: "the base stack's `pulumi up` writes it again",
    restorable: true,
  });
  expect(viewOf(serviceOf({}, marks)).live.damage?.text).toContain("got nothing");
  expect(viewOf(serviceOf(name, marks)).live.damage).toBeUndefined();
});

test("replicas.read() knows its own as Pulumi made it, and leaves every other alone", () => {
  const fresh = serviceOf({ ...name, "sluice.dev/track": "stable" });
  expect(viewOf(fresh).live).toMatchObject({ weight: 0, epoch: "" });
  const { labels: _, ...metadata } = fresh.metadata;
  for (const other of [{ ...fresh, metadata }, serviceOf(name)]) {
    expect(replicas.read(other, settings, [])).toEqual({
      kind: "theirs",
      owner: expect.stringContaining("Service shop/shop"),
    });
  }
});

test("replicas.read() sees rules of others around it that lead to the canary", () => {
  const backend = { service: { name: "shop-canary", port: { number: 80 } } };
  const other: RouterObject = {
    metadata: { name: "side", namespace: "shop", uid: "s", resourceVersion: "1" },
    spec: { rules: [{ http: { paths: [{ path: "/", backend }] } }] },
  };
  const around = [{ kind: ingress, objects: [other], place: "ingresses of namespace shop" }];
  expect(viewOf(serviceAt(0), around).live).toMatchObject({ weight: 100, foreign: { written: 0 } });
});
