import { headersNoLeaks } from "../../../policies/headers/headers-no-leaks";
import { findLeaks, isLeak } from "../../../policies/headers/leaks";
import { messagesOf } from "../pack/run-policy";
import { httpRoute, ruleWith } from "./routes";

const remove = ["Server", "X-Powered-By"];

test("a route that removes what it is told to passes", async () => {
  const route = httpRoute(ruleWith({}, ["server", "X-Powered-By"]));
  expect(await messagesOf(headersNoLeaks, route, { remove })).toEqual([]);
});

test("a header that the route must remove and does not is named", async () => {
  expect(await messagesOf(headersNoLeaks, httpRoute(ruleWith({}, ["Server"])), { remove })).toEqual([
    'Cannot deploy "HTTPRoute prod/shop": spec.rules[0]: response header X-Powered-By must be removed by the route, whatever the application sends\n  → add X-Powered-By to the headers that the route removes',
  ]);
});

test("what the application is declared to send must be removed", async () => {
  const owned = [{ route: "*", headers: { "X-Generator": "WordPress 6.9", "X-Shop": "1" } }];
  const rule = ruleWith({}, ["Server", "X-Powered-By"]);
  const messages = await messagesOf(headersNoLeaks, httpRoute(rule), { owned });
  expect(messages).toEqual([
    expect.stringContaining("X-Generator must not be sent: got WordPress 6.9\n  → remove X-Generator"),
  ]);
  const all = ruleWith({}, ["Server", "X-Powered-By", "X-Generator"]);
  expect(await messagesOf(headersNoLeaks, httpRoute(all), { owned })).toEqual([]);
});

test("what the route itself sets is shown with its place", async () => {
  const messages = await messagesOf(
    headersNoLeaks,
    httpRoute(ruleWith({ Server: "shop/1.2" }, ["X-Powered-By"])),
  );
  expect(messages).toEqual([
    expect.stringContaining(
      "spec.rules[0].filters[0].responseHeaderModifier.set[0] must not be sent: got shop/1.2",
    ),
  ]);
});

test("no removals are demanded unless configured", async () => {
  expect(await messagesOf(headersNoLeaks, httpRoute({}))).toEqual([]);
});

test.each([
  ["Server", true],
  ["X-Envoy-Upstream-Service-Time", true],
  ["X-Powered-By-Plesk", true],
  ["X-Request-Id", false],
  ["Date", false],
])("%s leaks: %s", (name, leaks) => {
  expect(isLeak(name)).toBe(leaks);
});

test("a header that comes twice is one leak", () => {
  expect(
    findLeaks([
      ["server", "a"],
      ["server", "b"],
      ["date", "c"],
    ]),
  ).toEqual([["server", "a"]]);
});
