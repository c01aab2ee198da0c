import { execFile } from "node:child_process";
import { listPanels } from "../../components/core/grafana/panels";
import { renderReleaseAlerts } from "../../components/core/slo/release-alerts";
import { renderSloRules } from "../../components/core/slo/slo-rules";
import type { Slo } from "../../components/core/slo/slo";
import { failedShare } from "../../components/core/slo/sum-rates";
import { trackRates } from "../../components/core/slo/track-rates";
import { userRates } from "../../components/core/slo/user-rates";
import { usualUnaskedRoutes } from "../../components/core/evidence/labels/unasked";
import { sourceOf } from "../../components/core/sources/sources";
import { renderWatchMetrics, watchSelector, watchSeries } from "../../components/core/stage/watch-metrics";
import { tracks as bothTracks } from "../../components/core/track";
import type { Track } from "../../components/core/track";
import { ensureTools } from "../../sandbox/tools/resolve";
import { input } from "../support/sources/fixture";
import type { Ending } from "../support/sources/fixture";
import { fixtures } from "../support/sources/fixtures";
import { burnAlerts, checkRules, dayThenHour, seriesOf } from "./support/metrics/promtool";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const service = { app: "app", namespace: "prod", environment: "prod" };
const id = 'sloth_id="prod-app-availability", sloth_service="app", sloth_slo="availability"';
let promtool: string;

beforeAll(async () => {
  promtool = (await ensureTools({ names: ["debian"] })).path("promtool");
});

type Fixture = (typeof fixtures)[number];

/** Counters of a source, of both tracks together and of each where labels tell it. */
function countersOf(fixture: Fixture) {
  const source = sourceOf(fixture);
  const of = (track: Track) => trackRates(source, input, usualUnaskedRoutes, track);
  const [stable, canary] = [of("stable"), of("canary")];
  return {
    rates: userRates(source, input, usualUnaskedRoutes),
    byTrack: stable === undefined || canary === undefined ? undefined : { stable, canary },
  };
}

function rulesOf(fixture: Fixture) {
  const { rates, byTrack } = countersOf(fixture);
  return [renderSloRules(service, slo, rates), ...renderReleaseAlerts(service, slo, byTrack, true)];
}

/** Questions to promtool, each of which has an answer where a line of the dashboard has data. */
function panelsOf(fixture: Fixture): readonly object[] {
  const { rates, byTrack } = countersOf(fixture);
  return listPanels({ service, rates, byTrack, slos: [{ slo, rates }] })
    .flatMap(({ lines }) => lines)
    .map(({ query }) => ({
      expr: `count(${query})`,
      eval_time: "20m",
      exp_samples: [{ labels: "{}", value: 1 }],
    }));
}

/** Growth of the tracks' requests as series of promtool. */
function inputOf(fixture: Fixture, ending: Ending, values: string, tracks: readonly Track[] = bothTracks) {
  return tracks.flatMap((track) => {
    const labels = fixture.counter(track, ending);
    return labels === undefined
      ? []
      : [{ series: seriesOf({ ...fixture.scrape(track), ...labels }), values }];
  });
}

async function check(fixture: Fixture, ...tests: readonly object[]): Promise<void> {
  await checkRules(rulesOf(fixture), ...tests);
}

/** A test of promtool: of 600 requests a minute so many fail, and the alert on the canary fires or does not. */
function compare(fixture: Fixture, failed: Readonly<Record<Track, number>>, firing: number): object {
  return {
    interval: "1m",
    input_series: bothTracks.flatMap((track) => [
      ...inputOf(fixture, { http: 200 }, `0+${600 - failed[track]}x30`, [track]),
      ...inputOf(fixture, { http: 500 }, `0+${failed[track]}x30`, [track]),
    ]),
    promql_expr_test: [
      {
        expr: 'count(ALERTS{alertname="SluiceCanaryWorse",alertstate="firing"}) or vector(0)',
        eval_time: "20m",
        exp_samples: [{ labels: "{}", value: firing }],
      },
    ],
  };
}

test.each(fixtures)(
  "promtool finds the shares of $name by its rules, data for every panel, and the worse canary",
  async (fixture) => {
    const tells = sourceOf(fixture).byAddress === undefined;
    // A second each for both tracks; one of ten fails; what nobody asked for fails always.
    const others = fixture.others.map((labels) => ({
      series: seriesOf({ ...fixture.scrape("canary"), ...labels }),
      values: "0+6000x30",
    }));
    const shares = {
      interval: "1m",
      input_series: [
        ...inputOf(fixture, { http: 200 }, "0+540x30"),
        ...inputOf(fixture, { http: 500 }, "0+60x30"),
        ...others,
      ],
      promql_expr_test: [
        {
          expr: "sluice:slo_requests:rate5m",
          eval_time: "20m",
          exp_samples: [{ labels: `sluice:slo_requests:rate5m{${id}}`, value: 20 }],
        },
        {
          expr: "round(slo:sli_error:ratio_rate1h, 0.0001)",
          eval_time: "20m",
          exp_samples: [{ labels: `{${id}, sloth_window="1h"}`, value: 0.1 }],
        },
        {
          expr: `round(${failedShare(userRates(sourceOf(fixture), input, usualUnaskedRoutes), "5m")}, 0.0001)`,
          eval_time: "20m",
          exp_samples: [{ labels: "{}", value: 0.1 }],
        },
        {
          expr: "round(slo:period_error_budget_remaining:ratio)",
          eval_time: "20m",
          exp_samples: [{ labels: `{${id}}`, value: -99 }],
        },
        ...panelsOf(fixture),
      ],
    };
    await check(
      fixture,
      shares,
      compare(fixture, { stable: 0, canary: 6 }, tells ? 1 : 0),
      compare(fixture, { stable: 6, canary: 6 }, 0),
      compare(fixture, { stable: 0, canary: 1 }, 0),
    );
  },
);

test.each([
  // 14.4 times the budget of 0.1 % for an hour.
  [0, 0.0145, ["page"]],
  [0, 0.0143, []],
  // The budget is used up before its month is over, slowly.
  [0.0011, 0.0011, ["ticket"]],
  [0.0009, 0.0009, []],
])("a day with a share of %d failed, then an hour with %d, fires %j", async (day, hour, severities) => {
  const [traefik] = fixtures as [Fixture];
  await check(traefik, {
    interval: "2m",
    input_series: [
      ...inputOf(traefik, { http: 200 }, dayThenHour(1 - day, 1 - hour)),
      ...inputOf(traefik, { http: 500 }, dayThenHour(day, hour)),
    ],
    promql_expr_test: [burnAlerts(severities)],
  });
});

/** Series of a watchdog Job: samples a minute each, `_` where it is not there. */
const watchInput = (watched: string, held = "0x90", weight = "0.05x90") => [
  { series: watchSelector(watchSeries.watched, service), values: watched },
  { series: watchSelector(watchSeries.held, service), values: held },
  { series: watchSelector(watchSeries.weight, service), values: weight },
];

test.each([
  { name: "a run or the Job watches", watch: watchInput("1x90"), firing: [] },
  { name: "the Job says that nobody watches", watch: watchInput("1x5 0x85"), firing: ["SluiceUnwatched"] },
  { name: "the Job is gone", watch: watchInput("1x5 _x85"), firing: ["SluiceUnwatched"] },
  {
    name: "the Job is gone, and so are the requests",
    perMinute: 0,
    watch: watchInput("1x5 _x85"),
    firing: [],
  },
  { name: "it waits for an hour", watch: watchInput("1x90", "1x90"), firing: ["SluiceHeldTooLong"] },
  { name: "it waits for half an hour", watch: watchInput("1x90", "1x30 0x60"), firing: [] },
  { name: "it waits with nobody on the canary", watch: watchInput("1x90", "1x90", "0x90"), firing: [] },
])("$name: of the alerts on a release $firing fires", async ({ perMinute = 600, watch, firing }) => {
  const [traefik] = fixtures as [Fixture];
  await check(traefik, {
    interval: "1m",
    input_series: [...inputOf(traefik, { http: 200 }, `0+${perMinute}x90`), ...watch],
    promql_expr_test: [
      {
        expr: 'count by (alertname) (ALERTS{alertname=~"Sluice.*",alertstate="firing"})',
        eval_time: "80m",
        exp_samples: firing.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
      },
    ],
  });
});

test("promtool takes the Job's series as Prometheus' text", async () => {
  const view = { atSeconds: 1000, watchedBy: "run", weight: 5, isHeld: true } as const;
  const checked = execFile(promtool, ["check", "metrics", "--extended"]);
  const ended = new Promise<number | null>((resolve) => checked.once("close", resolve));
  checked.stdin?.end(renderWatchMetrics(service, view, 1001));
  expect(await ended).toBe(0);
});
