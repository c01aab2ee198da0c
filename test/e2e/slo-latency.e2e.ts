import { durationRates } from "../../components/core/slo/duration-rates";
import type { DurationSelectors } from "../../components/core/slo/duration-rates";
import { renderSloRules } from "../../components/core/slo/slo-rules";
import type { Slo } from "../../components/core/slo/slo";
import { failedShare } from "../../components/core/slo/sum-rates";
import { usualUnaskedRoutes } from "../../components/core/evidence/labels/unasked";
import { sourceOf } from "../../components/core/sources/sources";
import type { Labels } from "../../components/core/sources/source";
import { tracks as bothTracks } from "../../components/core/track";
import { input } from "../support/sources/fixture";
import { fixtures } from "../support/sources/fixtures";
import { burnAlerts, checkRules, dayThenHour, seriesOf } from "./support/metrics/promtool";

const slow: Slo = { name: "latency", target: 0.99, withinSeconds: 0.3, windowSeconds: 30 * 86_400 };
const service = { app: "app", namespace: "prod", environment: "prod" };

type Fixture = (typeof fixtures)[number];

/** Rules of an objective on durations; none where the source counts none. */
function slowRulesOf(fixture: Fixture, withinSeconds = 0.3) {
  const rates = durationRates(sourceOf(fixture), input, usualUnaskedRoutes, withinSeconds);
  return rates === undefined ? [] : [renderSloRules(service, slow, rates)];
}

/** Growth of a histogram's buckets: requests a minute within 100 ms, within 300 ms and all. */
function bucketsOf({ histogram }: Fixture, labels: Labels, values: readonly string[]) {
  const { name, perSecond } = histogram as NonNullable<Fixture["histogram"]>;
  const ends = [`${0.1 * perSecond}`, `${0.3 * perSecond}`, "+Inf"];
  return ends.map((le, nth) => ({
    series: seriesOf({ ...labels, __name__: `${name}_bucket`, le }),
    values: values[nth] ?? "",
  }));
}

/** The same of both tracks of an app. */
const tracksOf = (fixture: Fixture, values: readonly string[]) =>
  bothTracks.flatMap((track) =>
    bucketsOf(
      fixture,
      { ...fixture.scrape(track), ...fixture.histogram?.labels(track, { http: 200 }) },
      values,
    ),
  );

const slowId = 'sloth_id="prod-app-latency", sloth_service="app", sloth_slo="latency"';

test.each(fixtures.filter(({ histogram }) => histogram !== undefined))(
  "promtool finds the share of slow requests of $name by its rules, and none by a bound that is no bucket's end",
  async (fixture) => {
    // Requests that nobody asked for are always slow.
    const counter = fixture.counter("canary", { http: 200 })?.["__name__"];
    const unasked = fixture.others.filter(({ __name__: name }) => name === counter);
    const others = unasked.flatMap((labels) =>
      bucketsOf(fixture, { ...fixture.scrape("canary"), ...labels }, ["0x30", "0x30", "0+6000x30"]),
    );
    const series = [...tracksOf(fixture, ["0+300x30", "0+540x30", "0+600x30"]), ...others];
    const shares = {
      interval: "1m",
      input_series: series,
      promql_expr_test: [
        {
          expr: "sluice:slo_requests:rate5m",
          eval_time: "20m",
          exp_samples: [{ labels: `sluice:slo_requests:rate5m{${slowId}}`, value: 20 }],
        },
        {
          expr: "round(slo:sli_error:ratio_rate1h, 0.0001)",
          eval_time: "20m",
          exp_samples: [{ labels: `{${slowId}, sloth_window="1h"}`, value: 0.1 }],
        },
      ],
    };
    const slowRates = durationRates(sourceOf(fixture), input, usualUnaskedRoutes, 0.3);
    const straight = {
      expr: `round(${failedShare(slowRates as DurationSelectors, "5m")}, 0.0001)`,
      eval_time: "20m",
      exp_samples: [{ labels: "{}", value: 0.1 }],
    };
    const promql_expr_test = [...shares.promql_expr_test, straight];
    await checkRules(slowRulesOf(fixture), { ...shares, promql_expr_test });
    const none = { expr: "slo:sli_error:ratio_rate1h or ALERTS", eval_time: "20m", exp_samples: [] };
    await checkRules(slowRulesOf(fixture, 0.25), {
      interval: "1m",
      input_series: series,
      promql_expr_test: [none],
    });
  },
);

test.each([
  // 14.4 times the budget of 1 % for an hour, and below.
  [0, 0.145, ["page"]],
  [0, 0.143, []],
  [0.011, 0.011, ["ticket"]],
  [0.009, 0.009, []],
])("a day with a share of %d slow, then an hour with %d, fires %j", async (day, hour, severities) => {
  const [traefik] = fixtures as [Fixture];
  const fast = dayThenHour(1 - day, 1 - hour);
  await checkRules(slowRulesOf(traefik), {
    interval: "2m",
    input_series: tracksOf(traefik, [fast, fast, dayThenHour(1, 1)]),
    promql_expr_test: [burnAlerts(severities)],
  });
});
