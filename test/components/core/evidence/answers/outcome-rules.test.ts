import {
  findBusiestRoutes,
  findUntoldShares,
  toOutcomeRules,
} from "../../../../../components/core/evidence/answers/outcome-rules";
import { opentelemetry } from "../../../../../components/core/sources/opentelemetry";
import { sources } from "../../../../../components/core/sources/sources";
import type { Answer, RawSeries } from "../../../../../components/core/verdict";

const served = (answer: Answer | undefined, count: number): RawSeries => ({
  id: `${answer?.route}`,
  target: "pod",
  track: "stable",
  counters: ["requests"],
  ...(answer && { answer }),
  samples: [
    [0, 100],
    [60, 100 + count],
  ],
});

test("findBusiestRoutes() has the fifty with most requests, busiest first", () => {
  const series = Array.from({ length: 60 }, (_, i) => served({ kind: "good", route: `/r${i}` }, i));
  const routes = findBusiestRoutes([
    ...series,
    served({ kind: "5xx", route: "/r1" }, 100),
    served({ kind: "good", route: "" }, 500),
    served({ kind: "good" }, 500),
    served(undefined, 500),
  ]);
  expect(routes).toHaveLength(50);
  expect(routes.slice(0, 3)).toEqual(["/r1", "/r59", "/r58"]);
  expect(findBusiestRoutes([served({ kind: "good", route: "/idle" }, 0)])).toEqual([]);
  const equal = ["/b", "/a", "/c"].map((route) => served({ kind: "good", route }, 5));
  expect(findBusiestRoutes(equal)).toEqual(["/a", "/b", "/c"]);
});

const routed = served({ kind: "good", route: "/" }, 1);
const plain = served({ kind: "good", route: "" }, 1);
const stream = served({ kind: "good" }, 1);
const gone = served({ kind: "gave-up", route: "/" }, 1);

test.each([
  ["a router that knows no routes", [plain], "traefik", ["routes"]],
  ["the same before its first request", [], "traefik", ["routes"]],
  ["an app that tells routes", [routed], "opentelemetry", ["gave-up"]],
  ["an app that tells who gave up, too", [routed, gone], "opentelemetry", []],
  ["an app without routes", [plain, stream, served(undefined, 1)], "opentelemetry", ["gave-up", "routes"]],
  ["an app before its first request", [], "opentelemetry", ["gave-up"]],
] as const)("%s", (_, series, source, untold) => {
  expect(findUntoldShares(series, sources[source])).toEqual(untold);
});

test("toOutcomeRules() says what is judged, from what was counted before", () => {
  expect(toOutcomeRules([routed], {}, { "3xx": "/old moved" })).toEqual({
    expected: { "3xx": "/old moved" },
    untold: [],
    routes: ["/"],
    onlyHolds: false,
  });
  expect(toOutcomeRules([plain], {})).toMatchObject({ expected: {}, untold: ["routes"], routes: [] });
  expect(toOutcomeRules([plain], opentelemetry)).toMatchObject({ behindFirewall: true });
});

test("toOutcomeRules() only holds where the tracks have other users", () => {
  expect(toOutcomeRules([], {}).onlyHolds).toBe(false);
  expect(toOutcomeRules([], {}, {}, true).onlyHolds).toBe(true);
});
