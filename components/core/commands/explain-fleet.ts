import { alignColumns } from "../columns";
import { describeWeight } from "../stage/exposure";
import { shortDigest } from "../workload/short-digest";
import type { Status } from "./status";

/** An environment of one of several services: its status, or why there is none. */
export interface FleetRow {
  /** Name of the service's project. */
  readonly service: string;
  readonly environment: string;
  /** Number of its wave in a fleet, from 1. */
  readonly wave?: number;
  readonly status?: Status;
  readonly problem?: string;
}

/** The one thing about an environment that a person should know first; empty where all is well. */
function explainFirst({ status, problem }: FleetRow): string {
  if (status === undefined) return problem ?? "";
  const unwatched = status.unwatchedSince === null ? "" : `not watched since ${status.unwatchedSince}`;
  const [first = unwatched, ...more] = status.problems.map(({ text }) => text);
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}

type Cells = readonly [name: string, phase: string, canary: string, stable: string, first: string];

/** Cells of an environment: name, phase, weight of the canary, stable, and what to know first. */
export function toFleetCells(row: FleetRow): Cells {
  const { status } = row;
  const weight = status?.weight.live ?? status?.weight.ledger ?? null;
  const image = status?.stableImage ?? null;
  return [
    row.wave === undefined ? `${row.service}/${row.environment}` : `wave ${row.wave}: ${row.environment}`,
    status === undefined ? "not known" : (status.phase ?? "not deployed"),
    weight === null ? "" : describeWeight(weight),
    image === null ? "" : shortDigest(image),
    explainFirst(row),
  ];
}

/** A line for each environment, in columns under their heads. */
export function listFleet(rows: readonly FleetRow[]): readonly string[] {
  const head: Cells = ["environment", "phase", "canary", "stable", ""];
  return alignColumns([head, ...rows.map(toFleetCells)]);
}

/** Number of environments in each phase, in one sentence. */
export function explainFleet(rows: readonly FleetRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const [, phase] = toFleetCells(row);
    counts.set(phase, (counts.get(phase) ?? 0) + 1);
  }
  const parts = [...counts].map(([phase, count]) => `${count} ${phase}`);
  return `${rows.length} environments: ${parts.join(", ")}`;
}
