import { usualUnaskedRoutes } from "../../../../components/core/evidence/unasked";
import { readOutcome } from "../../../../components/core/evidence/status";
import { sourceOf } from "../../../../components/core/sources/sources";
import { userRates } from "../../../../components/core/slo/user-rates";
import type { Labels } from "../../../../components/core/sources/source";
import { endings, input } from "../../../support/sources/fixture";
import { fixtures } from "../../../support/sources/fixtures";
import { fits } from "../../../support/sources/select";

const isCall = (ending: (typeof endings)[number]): boolean => ending !== "left" && "grpc" in ending;

/** Number of these selectors that have a series. */
const found = (selectors: readonly string[], labels: Labels): number =>
  selectors.filter((selector) => fits(selector, labels)).length;

describe.each(fixtures)("rules by $name", (fixture) => {
  const source = sourceOf(fixture);
  const { total, failed } = userRates(source, input, usualUnaskedRoutes);
  const rows = (["stable", "canary"] as const).flatMap((track) =>
    endings.flatMap((ending) => {
      const counter = fixture.counter(track, ending);
      if (counter === undefined) return [];
      const labels = { ...fixture.scrape(track), ...counter };
      const described = { ...labels, ...source.describe?.(labels) };
      const isFailed =
        readOutcome(described, { hasHttp: !isCall(ending), hasGoodCalls: true })?.class === "5xx";
      return [[`${track} ${JSON.stringify(ending)}`, labels, isFailed] as const];
    }),
  );

  test("each ending is counted once, and failed where the verdict says so", () => {
    const counted = rows.map(([name, labels]) => [name, found(total, labels), found(failed, labels)]);
    expect(counted).toEqual(rows.map(([name, , isFailed]) => [name, 1, isFailed ? 1 : 0]));
  });

  test("some fail, and some do not", () => {
    expect(new Set(rows.map(([, , isFailed]) => isFailed))).toEqual(new Set([true, false]));
  });

  test("requests of nobody's share are left out", () => {
    const counted = fixture.others.filter(
      (labels) => found(total, { ...fixture.scrape("canary"), ...labels }) > 0,
    );
    expect(counted).toEqual([]);
  });
});

test("the label of the status that a person names is the only one that is read", () => {
  const query = { requests: 'x_total{app="{{app}}"}', track: { label: "t" }, countedBy: "pod" } as const;
  const ratesOf = (more: object) => sourceOf({ source: "query", query: { ...query, ...more } }).rates(input);
  const track =
    't=~"stable|app-stable|app-stable-[a-z0-9]+-[a-z0-9]{5}|canary|app-canary|app-canary-[a-z0-9]+-[a-z0-9]{5}",t!~"app-(stable|canary)-probe-.+"';
  expect(ratesOf({ status: "outcome" })).toEqual({
    total: [`x_total{app="app",${track}}`],
    failed: [`x_total{app="app",${track},outcome=~"5..|2|4|12|13|14|15"}`],
  });
  expect(ratesOf({ status: "outcome", protocol: "grpc" }).failed[0]).toContain("|UNKNOWN|Unknown|unknown|");
  expect(ratesOf({ requests: "x_total" }).total).toEqual([`x_total{${track}}`]);
});
