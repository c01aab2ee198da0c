import { timesTakenBack } from "../../core/ledger/database-facts";
import type { Ledger } from "../../core/ledger/ledger";
import { inlineProblem } from "../../core/problem";
import { imageDigest } from "../../core/workload/image";
import { listDifferences } from "../../core/revision/differences";
import { templateOf } from "../../core/revision/known-revision";
import type { KnownRevision } from "../../core/revision/known-revision";
import type { JsonObject } from "../../core/revision/revision";
import type { Version } from "../../core/revision/version";
import type { ReleaseDecision } from "../../core/release/release-facts";
import { RunEnd } from "../../core/run-end";
import type { Settings } from "../../core/settings";
import type { Track } from "../../core/track";
import type { ReleaseReading } from "./release-facts";

/** Outputs of a release that the workloads are made from. */
export interface ReleaseOutputs {
  readonly decision: ReleaseDecision["kind"];
  readonly stableImage: string;
  readonly canaryImage: string;
  /** Names of the revisions. */
  readonly stableRevision: string;
  readonly canaryRevision: string;
  /** Pod templates, with the labels of their track. */
  readonly stableTemplate: JsonObject;
  readonly canaryTemplate: JsonObject;
  /** Pods that stable is created with: those that are live, where Pulumi's state was lost. */
  readonly stableReplicas: number;
  readonly migrate: boolean;
  readonly migrationKey: string;
  readonly attempt: number;
  readonly sentence: string;
}

/** Outputs of a decision. */
export function toOutputs(
  decision: ReleaseDecision,
  reading: Pick<ReleaseReading, "stable" | "canary" | "known" | "ledger">,
  settings: Settings,
  attempt: number,
): ReleaseOutputs {
  const { stable: declared } = settings;
  const changes = decision.begins ? explainChanges(decision, reading) : undefined;
  return {
    decision: decision.kind,
    stableImage: decision.stable.image,
    canaryImage: decision.canary.image,
    stableRevision: decision.stable.revision ?? "",
    canaryRevision: decision.canary.revision ?? "",
    stableTemplate: chooseTemplate("stable", decision.stable, reading, settings),
    canaryTemplate: chooseTemplate("canary", decision.canary, reading, settings),
    stableReplicas:
      reading.stable?.replicas ??
      Math.max(
        "replicas" in declared ? declared.replicas : declared.minReplicas,
        settings.takeover?.pods ?? 0,
      ),
    migrate: decision.migrate,
    migrationKey: migrationKey(decision.canary.image, reading.ledger),
    attempt,
    sentence: [
      decision.sentence,
      ...(changes === undefined ? [] : [changes]),
      ...decision.problems.map(inlineProblem),
    ].join("; "),
  };
}

/** Names a migration's Job: another one where a person took the one before back, since it has to run again. */
function migrationKey(image: string, ledger: Ledger | undefined): string {
  const key = imageDigest(image)?.slice("sha256:".length, "sha256:".length + 12) ?? "none";
  const times = timesTakenBack(ledger, image);
  return times === 0 ? key : `${key}-${times}`;
}

/**
 * Pod template of a track.
 * @throws {RunEnd} `refused` where nothing is known of the revision any more
 */
function chooseTemplate(
  track: Track,
  version: Version,
  reading: Pick<ReleaseReading, "stable" | "canary" | "known">,
  { app, namespace }: Settings,
): JsonObject {
  const found = version.revision === undefined ? undefined : reading.known.get(version.revision);
  if (found !== undefined) return templateOf(app, track, found);
  const live = reading[track]?.template;
  if (live !== undefined && version.image === reading[track]?.image) return live;
  throw new RunEnd("refused", {
    text: `Cannot declare ${track} of "${app}": revision ${version.revision ?? "unknown"} of ${version.image} must be stored: got no ControllerRevision ${app}-${version.revision ?? ""} in namespace ${namespace}`,
    fix: "restore it from a backup, or check out the commit that released it",
  });
}

/** Names of the changes of a release against stable; undefined where one of both is not known. */
export function nameChanges(
  { stable, canary }: Pick<ReleaseDecision, "stable" | "canary">,
  known: ReadonlyMap<string, KnownRevision>,
): readonly string[] | undefined {
  const [before, after] = [stable, canary].map(({ revision }) =>
    revision === undefined ? undefined : known.get(revision),
  );
  return before === undefined || after === undefined
    ? undefined
    : listDifferences(before.revision, after.revision);
}

function explainChanges(
  decision: ReleaseDecision,
  { known }: Pick<ReleaseReading, "known">,
): string | undefined {
  const changes = nameChanges(decision, known) ?? [];
  return changes.length === 0 ? undefined : `it changes ${changes.join(", ")}`;
}
