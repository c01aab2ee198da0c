import { answerOf } from "../../../../../components/core/evidence/answers/answer";
import { readOutcome } from "../../../../../components/core/evidence/labels/status";
import { routeOf } from "../../../../../components/core/evidence/labels/unasked";
import { counter, kept } from "../support";

const kind = (labels: Record<string, string>) =>
  answerOf(labels, readOutcome(labels, { hasHttp: true, hasGoodCalls: true }), false)?.kind;

test.each([
  [{ code: "200" }, "good"],
  [{ code: "304" }, "good"],
  [{ code: "302" }, "3xx"],
  [{ code: "3xx" }, "3xx"],
  [{ code: "404" }, "4xx"],
  [{ code: "403" }, "4xx"],
  [{ code: "401" }, "excused"],
  [{ code: "429" }, "excused"],
  [{ code: "4xx" }, "4xx"],
  [{ code: "503" }, "5xx"],
  [{ code: "499" }, "gave-up"],
  [{ code: "0" }, "gave-up"],
  [{ protocol: "grpc", code: "1" }, "gave-up"],
  [{ protocol: "grpc", code: "5" }, "4xx"],
  [{ protocol: "grpc", code: "7" }, "4xx"],
  [{ protocol: "grpc", code: "8" }, "excused"],
  [{ protocol: "grpc", code: "16" }, "excused"],
  [{ protocol: "grpc", code: "14" }, "5xx"],
  [{ code: "odd" }, undefined],
])("an answer with %j is %s to the shares", (labels, expected) => {
  expect(kind(labels)).toBe(expected);
});

test.each([
  [{ http_route: "/cart/" }, "/cart"],
  [{ path: "/cart?id=1" }, "/cart"],
  [{ http_route: "", uri: "/a" }, "/a"],
  [{ rpc_service: "shop.Cart", rpc_method: "Add" }, "shop.Cart/Add"],
  [{ grpc_method: "Add" }, "Add"],
  [{ method: "GET" }, undefined],
])("routeOf(%j)", (labels, route) => {
  expect(routeOf(labels)).toBe(route);
});

test("series of requests carry how they were answered, and on which route", () => {
  const busy = (at: number) => at;
  const { series } = kept(
    [
      counter({ pod: "a", route: "/cart" }, busy),
      counter({ pod: "a", code: "404" }, busy),
      counter({ pod: "a", code: "101", route: "/live" }, busy),
      counter({ pod: "a", code: "odd" }, busy),
      counter({ pod: "a", route: "/readyz" }, busy),
    ],
    { ignoreRoutes: ["/readyz"] },
  );
  expect(series.map(({ answer }) => answer)).toEqual([
    { kind: "good", route: "/cart" },
    { kind: "4xx", route: "" },
    { kind: "good" },
    undefined,
    undefined,
  ]);
});

test("a longer name of a route is cut", () => {
  const { series } = kept([counter({ pod: "a", route: `/${"x".repeat(300)}` }, (at) => at)]);
  expect(series[0]?.answer?.route).toHaveLength(120);
});
