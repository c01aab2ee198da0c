import { renderReleaseAlerts } from "../../../../components/core/slo/release-alerts";
import type { Rule } from "../../../../components/core/slo/rule";
import type { Slo } from "../../../../components/core/slo/slo";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const service = { app: "shop", namespace: "web", environment: "prod" };
const of = (name: string) =>
  ({ counters: [{ selector: `${name}{}`, failed: ['code="500"'] }], unasked: [] }) as const;
const byTrack = { stable: of("s"), canary: of("c") };
const labels = '{sluice_app="shop",sluice_environment="prod"}';
const seriesOf = (track: string, what: string) =>
  `sum(sluice:track_${what}:rate5m{sloth_id="web-shop-availability",track="${track}"})`;
const share = (track: string) => `${seriesOf(track, "failures")} / (${seriesOf(track, "requests")} > 0)`;
const alertsOf = (rules: readonly Rule[] = []) => rules.filter(({ alert }) => alert !== undefined);

test("an alert compares the tracks where their counters are known", () => {
  const [group, ...others] = renderReleaseAlerts(service, slo, byTrack, false);
  expect(others).toEqual([]);
  expect(group?.name).toBe("sluice-release-alerts-web-shop-availability");
  expect(alertsOf(group?.rules)).toMatchObject([
    {
      alert: "SluiceCanaryWorse",
      expr: `(${share("canary")} > 0.001) and (${share("canary")} > 2 * (${share("stable")} or vector(0))) and (${seriesOf("canary", "failures")} * 300 >= 10)`,
    },
  ]);
});

test("the tracks are counted before the alerts that read them, in the same group", () => {
  const [group] = renderReleaseAlerts(service, slo, byTrack, false);
  expect(group?.rules.map(({ record, labels: { track } }) => [record, track])).toEqual([
    ...["stable", "canary"].flatMap((track) =>
      ["statuses", "requests", "failures"].map((what) => [`sluice:track_${what}:rate5m`, track]),
    ),
    [undefined, undefined],
  ]);
  expect([group?.rules[0]?.expr, group?.rules[3]?.expr]).toEqual([
    "sum by (code) (rate(s{}[5m]))",
    "sum by (code) (rate(c{}[5m]))",
  ]);
});

test("two more ask what a watchdog Job says", () => {
  const [group] = renderReleaseAlerts(service, slo, byTrack, true);
  expect(alertsOf(group?.rules).slice(1)).toMatchObject([
    {
      alert: "SluiceUnwatched",
      expr: `(${seriesOf("canary", "requests")} > 0) unless on () (max(sluice_release_watched${labels}) == 1)`,
      for: "10m",
      labels: { severity: "page" },
    },
    {
      alert: "SluiceHeldTooLong",
      expr: `(max(sluice_release_held${labels}) == 1) and on () (max(sluice_release_weight_ratio${labels}) > 0)`,
      for: "1h",
      labels: { severity: "ticket", sloth_id: "web-shop-availability" },
    },
  ]);
});

test("an objective on latency alone says nothing of failures: no alert compares the tracks by it", () => {
  const slow: Slo = { ...slo, name: "latency", withinSeconds: 0.3 };
  expect(renderReleaseAlerts(service, slow, byTrack, false)).toEqual([]);
  const [group] = renderReleaseAlerts(service, slow, byTrack, true);
  expect(alertsOf(group?.rules).map(({ alert }) => alert)).toEqual(["SluiceUnwatched", "SluiceHeldTooLong"]);
});

test("what nothing tells has no alert", () => {
  expect(renderReleaseAlerts(service, slo, undefined, false)).toEqual([]);
  const [group] = renderReleaseAlerts(service, slo, undefined, true);
  expect(group?.rules.map(({ alert }) => alert)).toEqual(["SluiceHeldTooLong"]);
});
