import type { Settings } from "../../../../components/core/settings";
import { explainForecast, forecast, toStageForecast } from "../../../../components/stage/evidence/forecast";
import type { RawSeries } from "../../../../components/core/verdict/index";
import { configWith } from "../../../support/environment";
import { attemptOf, ledgerOf } from "../../../support/gate";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";

const settingsOf = (keys: Readonly<Record<string, string>>): Settings =>
  toSettings(configWith(keys), parseStackName("prod"));

/** 20 requests a second on stable. */
const series: readonly RawSeries[] = [
  {
    id: "stable",
    target: "gateway",
    track: "stable",
    counters: ["requests"],
    samples: [
      [900, 0],
      [1000, 2000],
    ],
  },
];
const seen = { series };
const tell = (settings: Settings, ledger: Parameters<typeof forecast>[1], key: string) =>
  explainForecast(forecast(settings, ledger, { key }, 1000, seen));

test("a match is told as what it is, and not as a share of all requests", () => {
  const settings = settingsOf({
    stages: "[{ name: beta, match: { cookie: beta, exact: on }, soak: 10m }, { weight: 5 }, { weight: 100 }]",
  });
  expect(tell(settings, undefined, "beta")).toBe(
    "forecast: this stage takes its soak of 600 s, and needs no proof; the canary gets requests with cookie beta alone, however many they are",
  );
  expect(tell(settings, undefined, "5")).toMatch(/takes about \d+ s at today's 20.0 requests\/s$/);
  const found = forecast(settings, undefined, { key: "beta" }, 1000, seen);
  expect(found && toStageForecast(found)).toEqual({
    requestsPerSecond: 20,
    seconds: 600,
    only: "requests with cookie beta",
  });
});

test("a mirror is told as copies, and needs no proof", () => {
  const settings = settingsOf({
    traffic: "{ router: traefik, hosts: [shop.example.org] }",
    stages: "[{ mirror: { repeatable: [GET] }, soak: 10m }, { weight: 5 }, { weight: 100 }]",
  });
  expect(tell(settings, undefined, "mirror")).toContain("the canary gets copies of 10 % of GET alone");
});

test("the checks of blue-green are part of its time, until the move", () => {
  const settings = settingsOf({
    strategy: "blue-green",
    stages: "[{ weight: 100, soak: 10m, checksFor: 1m }]",
    checks: "[{ name: home, requests: [{ url: / }] }]",
  });
  const text = "660 s at today's 20.0 requests/s: 60 s of it with checks at weight 0, then all requests move";
  expect(tell(settings, undefined, "100")).toContain(text);
  const attempt = attemptOf([], {
    stages: settings.stages.map((stage) => ({ ...stage, phase: "soaking" })),
  });
  expect(tell(settings, ledgerOf({ attempt, weight: 0 }), "100")).toContain("about 660 s");
  expect(tell(settings, ledgerOf({ attempt, weight: 100 }), "100")).toMatch(
    /about 600 s at today's \S+ requests\/s$/,
  );
});
