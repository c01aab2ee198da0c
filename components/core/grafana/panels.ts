import { budgetOf } from "../slo/slo";
import type { Slo, SloService } from "../slo/slo";
import { periodBurnQuery, remainingQuery } from "../slo/slo-rules";
import { failedShare, sumRates } from "../slo/sum-rates";
import type { SloRates } from "../slo/sum-rates";
import type { TrackRates } from "../slo/release-alerts";
import type { UserRates } from "../slo/user-rates";

/** Line of a plot. */
export interface Line {
  readonly name: string;
  readonly query: string;
  /** Variable of its data source. @default "datasource" */
  readonly source?: string;
}

/** Plot of a dashboard. */
export interface Panel {
  readonly title: string;
  /** Subject, on one line. */
  readonly description: string;
  /** Unit as Grafana names it. */
  readonly unit: "reqps" | "percentunit" | "none";
  readonly lines: readonly Line[];
}

/** Counters and objective of a service, as its dashboard shows them. */
export interface PanelInput {
  readonly service: SloService;
  readonly rates: UserRates;
  /** Absent where labels do not tell the tracks. */
  readonly byTrack?: TrackRates | undefined;
  /** Objectives with their counters. @default none */
  readonly slos?: readonly { readonly slo: Slo; readonly rates: SloRates }[];
}

/** Window of the rates: long enough for scrapes of a minute. */
export const rateWindow = "5m";

/**
 * Plots of a service and its release: requests, failed requests and the canary's share, and the error budget where an
 * objective is set. Queries go straight to the counters that Sluice judges, so that no rule has to be loaded.
 */
export function listPanels({ service, rates, byTrack, slos = [] }: PanelInput): readonly Panel[] {
  const parts: readonly (readonly [string, UserRates])[] =
    byTrack === undefined
      ? [["both tracks", rates]]
      : [
          ["stable", byTrack.stable],
          ["canary", byTrack.canary],
        ];
  const requests: Panel = {
    title: "Requests",
    description: `Requests of users per second, over ${rateWindow}`,
    unit: "reqps",
    lines: parts.map(([name, one]) => ({ name, query: sumRates(one, rateWindow) })),
  };
  const failed: Panel = {
    title: "Failed requests",
    description: "Share of requests that failed; not what decides: a verdict counts single requests",
    unit: "percentunit",
    lines: parts.map(([name, one]) => ({ name, query: failedShare(one, rateWindow) })),
  };
  const share: readonly Panel[] =
    byTrack === undefined
      ? []
      : [
          {
            title: "Traffic of the canary",
            description: "Share of all requests that the canary got, as observed",
            unit: "percentunit",
            lines: [
              {
                name: "canary",
                query: canaryShare(rates, byTrack),
              },
            ],
          },
        ];
  return [requests, failed, ...share, ...(slos.length === 0 ? [] : budgetPanels(service, slos))];
}

/** Query of the share of all requests that the canary got: 0 without a canary, absent without requests. */
export const canaryShare = (rates: UserRates, { canary }: TrackRates): string =>
  `(${sumRates(canary, rateWindow)} or vector(0)) / (${sumRates(rates, rateWindow)} > 0)`;

/** Line of an objective's budget. */
export const budgetLine = (service: SloService, slo: Slo): Line => ({
  name: slo.name,
  query: slo.budgetQuery ?? remainingQuery(service, slo),
});

function budgetPanels(service: SloService, slos: NonNullable<PanelInput["slos"]>): readonly Panel[] {
  return [
    {
      title: "Error budget left",
      description: "By the rules that `sluice slo --rules` writes; empty until they are loaded",
      unit: "percentunit",
      lines: slos.map(({ slo }) => budgetLine(service, slo)),
    },
    {
      title: "Burn rate",
      description:
        "How many times faster than allowed the budget is used up; 1 uses it up at the end of its period",
      unit: "none",
      lines: slos.flatMap(({ slo, rates }) => [
        { name: `${slo.name} now`, query: `(${failedShare(rates, rateWindow)}) / ${budgetOf(slo)}` },
        { name: `${slo.name} period`, query: periodBurnQuery(service, slo) },
      ]),
    },
  ];
}
