import { explainFleet, toFleetCells } from "../../components/core/commands/explain-fleet";
import type { FleetRow } from "../../components/core/commands/explain-fleet";
import { hideIn } from "../../components/core/report/hide-in";
import { escapeText } from "../../replay/page/escape-text";
import type { Snapshot } from "./snapshot";

/** Path of an environment's page. */
export const pathOf = ({ service, environment }: Pick<FleetRow, "service" | "environment">): string =>
  `/environments/${encodeURIComponent(service)}/${encodeURIComponent(environment)}`;

/**
 * Renders the page of all environments, a row each that leads to its own.
 * @param fleetName - fleet whose environments they are. @default all of a repository
 */
export function renderFleet(raw: readonly FleetRow[], fleetName?: string): Snapshot {
  const title = fleetName === undefined ? "All environments" : `Fleet ${fleetName}`;
  const fleet = hideIn(raw);
  const rows = fleet.map((row) => {
    const [name, phase, canary, stable, first] = toFleetCells(row).map(escapeText);
    const kind = row.status?.phase ?? "";
    return `<tr><th scope="row"><a href="${pathOf(row)}" data-key="${name}">${name}</a></th><td><span class="outcome ${kind}">${phase}</span></td><td>${canary}</td><td>${stable}</td><td>${first}</td></tr>`;
  });
  const heads = ["environment", "phase", "canary", "stable", "to know first"];
  const table = `<div class="scroll" role="region" aria-label="Table of environments" tabindex="0" data-key="fleet"><table><thead><tr>${heads.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  const sentence = explainFleet(fleet);
  return {
    title: `Sluice: ${title.toLowerCase()}`,
    told: sentence,
    sections: { now: `<h1>${escapeText(title)}</h1><p>${escapeText(sentence)}</p>`, fleet: table },
  };
}
