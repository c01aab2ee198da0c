import type { Attempt, Ledger } from "../../components/core/ledger/ledger";
import { weightOf } from "../../components/core/stage/exposure";
import type { LoadReport } from "../../sandbox/load/report";
import type { Scene } from "./scenes";

/** One release as the demo ran it; times in seconds since the epoch. */
export interface ReleaseRun {
  /** Name of the scene, for example `v2`. */
  readonly version: string;
  readonly image: string;
  /** Version that answers the requests that fail by it; "" where it is the firewall. @default - none may fail */
  readonly failedBy?: string | undefined;
  readonly beganSeconds: number;
  readonly endedSeconds: number;
  readonly exitCode: number;
  /** The rollout's last sentence. */
  readonly sentence: string;
  /** The ledger right after it. */
  readonly ledger: Ledger;
}

/** One release in `report.json`. */
export interface ReportedRelease {
  readonly version: string;
  readonly image: string;
  readonly outcome: "promoted" | "aborted" | "unfinished";
  readonly seconds: number;
  readonly sentence: string;
  readonly stages: readonly {
    readonly weight: number;
    readonly verdict: string;
    readonly seconds: number;
    readonly requests: { readonly canary: number; readonly stable: number };
    readonly errors: { readonly canary: number; readonly stable: number };
    readonly sentence: string;
  }[];
  readonly clientRequests: {
    readonly sent: number;
    readonly failed: number;
    /** Failures by kind and detail, of the first thousand that were kept. */
    readonly failures: Readonly<Record<string, number>>;
  };
  /** From the first request that failed by this release to the write of weight 0. */
  readonly faultToZeroSeconds?: number;
}

/** `report.json`. */
export interface DemoReport {
  readonly startedAt: string;
  readonly seconds: number;
  /** Absent where an act has soaks of its own. */
  readonly fast?: boolean;
  readonly ratePerSecond: number;
  readonly releases: readonly ReportedRelease[];
  /** Departures from the expected result; empty when there is none. */
  readonly problems: readonly string[];
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Report of one release with the clients' results during it. */
export function reportRelease(run: ReleaseRun, load: LoadReport | undefined): ReportedRelease {
  const { version, image, beganSeconds, endedSeconds, sentence, ledger } = run;
  const attempt = ledger.attempt;
  const faultToZeroSeconds = measureFault(run, load);
  return {
    version,
    image,
    outcome: ledger.phase === "promoted" || ledger.phase === "aborted" ? ledger.phase : "unfinished",
    seconds: round(endedSeconds - beganSeconds),
    sentence,
    stages: attempt === undefined ? [] : reportStages(attempt, endedSeconds),
    clientRequests: countRequests(load, beganSeconds, endedSeconds),
    ...(faultToZeroSeconds === undefined ? {} : { faultToZeroSeconds }),
  };
}

function reportStages({ stages }: Attempt, endedSeconds: number): ReportedRelease["stages"] {
  return stages.flatMap((stage) => {
    const { startedAtSeconds, endedAtSeconds = endedSeconds, verdict } = stage;
    if (startedAtSeconds === undefined) return [];
    const { canary, stable } = verdict ?? {};
    return [
      {
        weight: weightOf(stage),
        verdict: verdict?.kind ?? "inconclusive",
        seconds: round(endedAtSeconds - startedAtSeconds),
        requests: { canary: canary?.requests ?? 0, stable: stable?.requests ?? 0 },
        errors: { canary: canary?.errors ?? 0, stable: stable?.errors ?? 0 },
        sentence: verdict?.sentence ?? "no verdict",
      },
    ];
  });
}

/** Requests that were sent, and that failed, in the seconds of a release. */
function countRequests(
  load: LoadReport | undefined,
  fromSeconds: number,
  untilSeconds: number,
): ReportedRelease["clientRequests"] {
  const seconds = (load?.timeline ?? []).filter(({ at }) => {
    const begin = Date.parse(at) / 1000;
    return begin + 1 > fromSeconds && begin < untilSeconds;
  });
  const failures: Record<string, number> = {};
  for (const { at, kind, detail } of load?.failures ?? []) {
    const when = Date.parse(at) / 1000;
    if (when < fromSeconds || when > untilSeconds) continue;
    const what = `${kind} ${detail}`.trim();
    failures[what] = (failures[what] ?? 0) + 1;
  }
  return {
    sent: seconds.reduce((sum, { sent }) => sum + sent, 0),
    failed: seconds.reduce((sum, { failed }) => sum + failed, 0),
    failures,
  };
}

function measureFault(run: ReleaseRun, load: LoadReport | undefined): number | undefined {
  const { failedBy, beganSeconds, ledger } = run;
  const first = load?.failures.find(
    ({ at, kind, version }) =>
      kind === "status" && version === failedBy && Date.parse(at) / 1000 >= beganSeconds,
  );
  const zero = ledger.moves.findLast(({ to }) => to === 0);
  if (first === undefined || zero === undefined || ledger.phase !== "aborted") return undefined;
  return round(zero.atSeconds - Date.parse(first.at) / 1000);
}

/** Departures from the right end: good releases are promoted without a failed request, bad ones are taken off. */
export function findProblems(
  releases: readonly ReportedRelease[],
  scenes: readonly Pick<Scene, "name" | "end">[],
): readonly string[] {
  return releases.flatMap(({ version, outcome, clientRequests, stages, sentence }) => {
    const wanted = scenes.find(({ name }) => name === version)?.end ?? "promoted";
    const isBad = wanted === "aborted";
    const late = stages.filter(({ verdict }) => verdict !== "pass").map(({ weight }) => `${weight} %`);
    return [
      ...(outcome === wanted ? [] : [`${version} must be ${wanted}: got ${outcome} (${sentence})`]),
      ...(isBad || clientRequests.failed === 0
        ? []
        : [
            `no request may fail while ${version} is released: got ${clientRequests.failed} (${listFailures(clientRequests)})`,
          ]),
      ...(isBad || late.length === 0
        ? []
        : [`every stage of ${version} must pass: got none at ${late.join(", ")}`]),
    ];
  });
}

/** Failures of a release, for people. */
export function listFailures({ failures }: ReportedRelease["clientRequests"]): string {
  return (
    Object.entries(failures)
      .map(([what, count]) => `${count} × ${what}`)
      .join(", ") || "of unknown kind"
  );
}
