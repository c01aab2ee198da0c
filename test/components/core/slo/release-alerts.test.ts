import { renderReleaseAlerts } from "../../../../components/core/slo/release-alerts";
import type { Slo } from "../../../../components/core/slo/slo";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const service = { app: "shop", namespace: "web", environment: "prod" };
const of = (name: string) => ({ total: [`${name}{}`], failed: [`${name}{code="500"}`] }) as const;
const byTrack = { stable: of("s"), canary: of("c") };
const labels = '{sluice_app="shop",sluice_environment="prod"}';
const share = (name: string) =>
  `(sum(rate(${name}{code="500"}[5m])) or 0 * sum(rate(${name}{}[5m]))) / (sum(rate(${name}{}[5m])) > 0)`;

test("an alert compares the tracks where their counters are known", () => {
  expect(renderReleaseAlerts(service, slo, byTrack, false)).toMatchObject([
    {
      name: "sluice-release-alerts-web-shop-availability",
      rules: [
        {
          alert: "SluiceCanaryWorse",
          expr: `(${share("c")} > 0.001) and (${share("c")} > 2 * (${share("s")} or vector(0))) and ((sum(rate(c{code="500"}[5m])) or 0 * sum(rate(c{}[5m]))) * 300 >= 10)`,
        },
      ],
    },
  ]);
});

test("two more ask what a watchdog Job says", () => {
  const [group] = renderReleaseAlerts(service, slo, byTrack, true);
  expect(group?.rules.slice(1)).toMatchObject([
    {
      alert: "SluiceUnwatched",
      expr: `(sum(rate(c{}[5m])) > 0) unless on () (max(sluice_release_watched${labels}) == 1)`,
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
  expect(group?.rules.map(({ alert }) => alert)).toEqual(["SluiceUnwatched", "SluiceHeldTooLong"]);
});

test("what nothing tells has no alert", () => {
  expect(renderReleaseAlerts(service, slo, undefined, false)).toEqual([]);
  const [group] = renderReleaseAlerts(service, slo, undefined, true);
  expect(group?.rules.map(({ alert }) => alert)).toEqual(["SluiceHeldTooLong"]);
});
