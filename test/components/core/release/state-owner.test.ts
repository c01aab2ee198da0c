import { findForeignState, findForeignTag } from "../../../../components/core/release/state-owner";
import type { OwnStack } from "../../../../components/core/release/state-owner";

const own: OwnStack = {
  app: "cart",
  environment: "prod",
  namespace: "carts",
  uid: "5e0a",
  project: "deploy",
  stack: "prod",
};

const urn = (type: string, name: string): string => `urn:pulumi:prod::deploy::${type}::${name}`;
const stack = { urn: urn("pulumi:pulumi:Stack", "deploy-prod") };
const provider = { urn: urn("pulumi:providers:kubernetes", "cluster") };
const deployment = {
  urn: urn("sluice:index:Track$kubernetes:apps/v1:Deployment", "shop-stable"),
  outputs: { settings: "settings of another kind" },
};

const resource = (settings: object, kind = "Release") => ({
  urn: urn(`pulumi-nodejs:dynamic/sluice:${kind}`, "x"),
  outputs: {
    settings: { app: "cart", environment: "prod", namespace: "carts", cluster: { uid: "5e0a" }, ...settings },
  },
});

test.each([
  ["an empty state", []],
  ["a state without resources but the stack itself and providers", [stack, provider]],
  ["the app's own", [stack, provider, resource({}), deployment]],
  ["the app's own stage", [stack, resource({}, "Gate")]],
  [
    "the app's own with a Sluice resource that has no settings yet",
    [resource({}), { urn: resource({}).urn }],
  ],
])("findForeignState(): %s is taken", (_name, resources) => {
  expect(findForeignState(resources, own)).toBeUndefined();
});

test.each([
  ["another app's", { app: "shop" }, /got app "shop" in environment "prod"/, /back to shop/],
  [
    "another environment's",
    { environment: "live" },
    /got app "cart" in environment "live"/,
    /set what differs/,
  ],
  ["of another namespace", { namespace: "old" }, /namespace old of cluster 5e0a/, /another environment/],
  ["of another cluster", { cluster: { uid: "77" } }, /namespace carts of cluster 77/, /another environment/],
])("findForeignState(): one that is %s is refused by name", (_name, settings, text, fix) => {
  for (const kind of ["Release", "Gate"]) {
    const found = findForeignState([stack, resource(settings, kind), deployment], own);
    expect(found?.text).toMatch(/^the state of stack "prod" in project "deploy" must be of app "cart"/);
    expect(found?.text).toMatch(text);
    expect(found?.text).toMatch(/; nothing was touched$/);
    expect(found?.fix).toMatch(fix);
    expect(found?.fix).not.toMatch(/delete|destroy/);
  }
});

test("findForeignState(): one of another program is refused, naming one of its resources", () => {
  const found = findForeignState([stack, deployment, { urn: "odd" }], own);
  expect(found?.text).toMatch(/or empty: got 2 resources of another program, .*shop-stable among them/);
  expect(found?.fix).toContain("name: in Pulumi.yaml, for example cart; then sluice init prod");
});

test("findForeignTag() refuses a stack that was made for another app", () => {
  expect(findForeignTag(undefined, own)).toBeUndefined();
  expect(findForeignTag("cart", own)).toBeUndefined();
  expect(findForeignTag("shop", own)).toMatchObject({
    text: 'stack "prod" in project "deploy" must have been made for app "cart": got app "shop"; nothing was touched',
    fix: expect.stringContaining("give cart a project of its own") as string,
  });
});
