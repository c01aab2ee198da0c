import { explainTerms } from "../ledger/approval";
import { formatDuration } from "../duration";
import { describeVersion } from "../revision/version";
import { describeExposure } from "../stage/exposure";
import type { AttemptRecord } from "./record";
import type { TimelineEntry } from "./report";

interface Entry {
  readonly atSeconds: number | undefined;
  readonly what: string;
  readonly who?: string | undefined;
}

const kinds = { first: "first deploy", release: "release", rollback: "rollback" };

function listStages({ attempt }: AttemptRecord): readonly Entry[] {
  return attempt.stages.flatMap((stage) => {
    const name = `stage ${describeExposure(stage)}`;
    const { startedAtSeconds, endedAtSeconds, soakSeconds, phase, verdict } = stage;
    const words = verdict === undefined ? phase : `${phase}: ${verdict.sentence}`;
    return [
      {
        atSeconds: startedAtSeconds,
        what: `${name} begins: soak of at least ${formatDuration(soakSeconds)}`,
      },
      { atSeconds: endedAtSeconds, what: `${name} ${words}` },
    ];
  });
}

function listPauses({ attempt }: AttemptRecord): readonly Entry[] {
  return (attempt.pauses ?? []).flatMap(({ atSeconds, who, reason, resumed }) => [
    { atSeconds, what: `paused: ${reason}`, who },
    { atSeconds: resumed?.atSeconds, what: `resumed: ${resumed?.reason ?? ""}`, who: resumed?.who },
  ]);
}

function listPreflight({ attempt: { preflight } }: AttemptRecord): readonly Entry[] {
  if (preflight === undefined) return [];
  const { checklist, isGo, open, signed = [], atSeconds, who } = preflight;
  const result = isGo ? "go" : `no-go: ${open.join(", ")}`;
  return [
    { atSeconds, what: `preflight ${checklist}: ${result}`, who },
    ...signed.map((what) => ({ atSeconds, what })),
  ];
}

function listWords({ attempt }: AttemptRecord): readonly Entry[] {
  const { approvals = [], verifications = [] } = attempt;
  return [
    ...approvals.map(({ stage, who, reason, atSeconds, ...terms }) => ({
      atSeconds,
      what: `stage ${stage} approved${explainTerms(terms)}: ${reason}`,
      who,
    })),
    ...verifications.map(({ points, atSeconds, state }) => ({
      atSeconds,
      what: `stable looked at, ${points.join(", ")}: ${state}`,
    })),
  ];
}

function listDatabase({ database }: AttemptRecord): readonly Entry[] {
  const { backup, migration, back } = database ?? {};
  return [
    { atSeconds: backup?.atSeconds, what: `backup "${backup?.name}" of the database ${backup?.state}` },
    { atSeconds: migration?.atSeconds, what: `migration ${migration?.state}` },
    { atSeconds: back?.atSeconds, what: `${back?.way} of the database ${back?.state}`, who: back?.who },
  ];
}

/** Events of an attempt, oldest first; entries without a known time are left out. */
export function listTimeline(record: AttemptRecord): readonly TimelineEntry[] {
  const { attempt, moves, phase } = record;
  const { startedAtSeconds, startedBy, startReason, endedAtSeconds, endReason } = attempt;
  const why = startReason === undefined ? "" : ` (${startReason})`;
  const end = endReason === undefined || endReason === phase ? "" : `: ${endReason}`;
  const entries: readonly Entry[] = [
    {
      atSeconds: startedAtSeconds,
      what: `${kinds[attempt.kind]} of ${describeVersion(attempt)} begins${why}`,
      who: startedBy,
    },
    ...listPreflight(record),
    ...listStages(record),
    ...moves.map(({ atSeconds, from, to, by, who, reason }) => ({
      atSeconds,
      what: `traffic ${from} → ${to} %: ${reason}`,
      who: who === undefined ? by : `${by} (${who})`,
    })),
    ...listPauses(record),
    ...listWords(record),
    ...listDatabase(record),
    { atSeconds: endedAtSeconds, what: `attempt ${phase}${end}` },
  ];
  return entries
    .flatMap(({ atSeconds, what, who }) => (atSeconds === undefined ? [] : [{ atSeconds, what, who }]))
    .toSorted((a, b) => a.atSeconds - b.atSeconds)
    .map(({ atSeconds, what, who }) => ({
      at: new Date(atSeconds * 1000).toISOString(),
      what,
      who: who ?? null,
    }));
}
