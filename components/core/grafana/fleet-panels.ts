import { failedShare, sumRates } from "../slo/sum-rates";
import { budgetLine, canaryShare, rateWindow } from "./panels";
import type { Line, Panel, PanelInput } from "./panels";

/** An environment of a fleet with the Prometheus that counts it. */
export interface FleetPanelInput extends PanelInput {
  /** Address of its Prometheus, as configured. */
  readonly prometheus: string;
}

/** A Prometheus of a fleet: its variable in the dashboard, and a label with the environments that it counts. */
export interface FleetSource {
  readonly variable: string;
  readonly label: string;
}

/** Variable of each Prometheus of a fleet, by its address. */
function nameSources(fleet: readonly FleetPanelInput[]): ReadonlyMap<string, string> {
  const addresses = [...new Set(fleet.map(({ prometheus }) => prometheus))];
  return new Map(addresses.map((address, nth) => [address, `datasource_${nth + 1}`]));
}

/** Variables of a fleet's dashboard, one for each Prometheus: regions have their own as a rule. */
export function listSources(fleet: readonly FleetPanelInput[]): readonly FleetSource[] {
  return [...nameSources(fleet)].map(([address, variable]) => {
    const counted = fleet.filter(({ prometheus }) => prometheus === address);
    return {
      variable,
      label: `Prometheus of ${counted.map(({ service }) => service.environment).join(", ")}`,
    };
  });
}

/** Plots of a fleet: a line for each environment. Queries go straight to the counters, but for the budgets, which rules keep. */
export function listFleetPanels(fleet: readonly FleetPanelInput[]): readonly Panel[] {
  const sources = nameSources(fleet);
  const each = (lines: (input: FleetPanelInput) => readonly Line[]): readonly Line[] =>
    fleet.flatMap((input) => {
      const source = sources.get(input.prometheus) as string;
      return lines(input).map((line) => ({ ...line, source }));
    });
  const named = ({ service }: FleetPanelInput, query: string): readonly Line[] => [
    { name: service.environment, query },
  ];
  const panels: readonly Panel[] = [
    {
      title: "Requests",
      description: `Requests of users per second by environment, both tracks, over ${rateWindow}`,
      unit: "reqps",
      lines: each((input) => named(input, sumRates(input.rates, rateWindow))),
    },
    {
      title: "Failed requests",
      description: "Share of requests that failed by environment, both tracks",
      unit: "percentunit",
      lines: each((input) => named(input, failedShare(input.rates, rateWindow))),
    },
    {
      title: "Traffic of the canary",
      description: "Share of an environment's requests that its canary got, as observed",
      unit: "percentunit",
      lines: each((input) =>
        input.byTrack === undefined ? [] : named(input, canaryShare(input.rates, input.byTrack)),
      ),
    },
    {
      title: "Error budget left",
      description: "By the rules that `sluice slo --rules` writes; empty until they are loaded",
      unit: "percentunit",
      lines: each(({ service, slos = [] }) =>
        slos.map(({ slo }) => {
          const { name, query } = budgetLine(service, slo);
          return { name: `${service.environment}: ${name}`, query };
        }),
      ),
    },
  ];
  return panels.filter(({ lines }) => lines.length > 0);
}
