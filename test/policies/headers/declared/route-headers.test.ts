import { applyChanges } from "../../../../policies/headers/declared/route-headers";
import type { HeaderChange } from "../../../../components/core/routers/headers/header-reader";
import type { Header } from "../../../../policies/headers/header";

const app: Header[] = [
  ["server", "shop/1"],
  ["referrer-policy", "origin"],
];
const change = (op: HeaderChange["op"], name: string, value = ""): HeaderChange => ({
  op,
  name,
  value,
  path: "p",
});
const shown = (...changes: HeaderChange[]): string[] =>
  applyChanges(app, changes).map(({ name, value, owner }) => `${owner} ${name}: ${value}`);

test.each([
  ["lets through what the application sends", [], ["app server: shop/1", "app referrer-policy: origin"]],
  [
    "replaces by set",
    [change("set", "referrer-policy", "no-referrer")],
    ["app server: shop/1", "route referrer-policy: no-referrer"],
  ],
  [
    "replaces what was set before",
    [change("set", "server", "a"), change("set", "server", "b"), change("remove", "referrer-policy")],
    ["route server: b"],
  ],
  [
    "keeps both by add",
    [change("add", "server", "b"), change("remove", "referrer-policy")],
    ["app server: shop/1", "route server: b"],
  ],
  [
    "takes away by remove, added ones too",
    [change("add", "server", "b"), change("remove", "server")],
    ["app referrer-policy: origin"],
  ],
])("a route %s", (_name, changes, headers) => {
  expect(shown(...changes)).toEqual(headers);
});

test("what the application sent under an overwritten name is kept for messages", () => {
  const [, header] = applyChanges(app, [change("set", "referrer-policy", "no-referrer")]);
  expect(header).toEqual({
    name: "referrer-policy",
    value: "no-referrer",
    owner: "route",
    path: "p",
    overwrites: "origin",
  });
});
