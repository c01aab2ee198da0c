import { listOpenPorts } from "../../components/core/edge/open-ports";
import {
  hashConfiguration,
  revisionKey,
  storedName,
} from "../../components/core/revision/hash-configuration";
import { knownCheckout, templateOf } from "../../components/core/revision/known-revision";
import type { JsonObject } from "../../components/core/revision/revision";
import { describe, kindOf } from "../../components/core/workload/from/identity";
import { renderMigration } from "../../components/core/workload/migration/migration-job";
import { toTrackObjects } from "../../components/core/workload/track-objects";
import { toTrackShape } from "../../components/core/workload/track-shape";
import type { Track } from "../../components/core/track";
import { toConfiguration } from "../../components/revisions/revision-objects";
import type { BasePlan } from "../../stacks/load";

/** An object that a base stack will write. */
export interface WrittenObject {
  readonly object: JsonObject;
  /** Name of it, or of what it is made from, for people. */
  readonly name: string;
  /** It has pods, and waits for no other object. */
  readonly isWorkload: boolean;
}

/** Key of Jobs that are tried, which no real one has. */
const triedKey = "tried";

/**
 * Objects that the base stack of a checkout will write, whatever the ledger decides about their moment: those of both
 * tracks with the checkout's revision, its configuration, its migration, and the rest of a rendered set. Of what is
 * made twice from one thing only one is here.
 */
export function listWritten(plan: BasePlan): readonly WrittenObject[] {
  return [...listTracks(plan), ...listConfiguration(plan), ...listJobs(plan), ...listFurther(plan)];
}

const written = (object: object, name = describe(object as JsonObject)): WrittenObject => ({
  object: object as JsonObject,
  name,
  isWorkload: ["Deployment", "Job"].includes(kindOf(object as JsonObject)),
});

function listTracks(plan: BasePlan): readonly WrittenObject[] {
  const { settings, rendered, revision } = plan;
  const { app, namespace, stable: scale, takeover } = settings;
  const shape = toTrackShape(plan);
  const known = knownCheckout(hashConfiguration(revision, revisionKey(settings)));
  const objectsOf = (track: Track) => {
    const template = templateOf(app, track, known);
    const live = "replicas" in scale ? scale.replicas : scale.minReplicas;
    return toTrackObjects({
      app,
      namespace,
      track,
      shape,
      template,
      ports: shape.ports,
      replicas: track === "canary" ? 0 : live,
      open: listOpenPorts(template, shape.network?.further ?? []),
      takesOver: takeover !== undefined,
    });
  };
  const [stable, canary] = [objectsOf("stable"), objectsOf("canary")];
  const named = (object: object, origin: object | undefined): WrittenObject =>
    written(object, origin && `the set's ${kindOf(object as JsonObject)}`);
  const { users } = rendered?.services ?? {};
  const workloadName = `Deployment ${rendered?.workload ?? app}`;
  return [
    written(stable.deployment, workloadName),
    written(canary.deployment, workloadName),
    written(canary.service, users && `Service ${users}`),
    named(stable.budget, rendered?.budget),
    ...(stable.network === undefined ? [] : [written(stable.network)]),
    ...(stable.autoscaler === undefined ? [] : [named(stable.autoscaler, rendered?.autoscaler)]),
  ];
}

function listConfiguration({ settings, revision }: BasePlan): readonly WrittenObject[] {
  const hashed = hashConfiguration(revision, revisionKey(settings)).configuration;
  return revision.configuration.map((one, index) => {
    const ref = hashed[index] as (typeof hashed)[number];
    const stored = toConfiguration(settings, one, { name: storedName(ref), hash: ref.hash });
    return written(stored, `${one.kind} ${one.name}`);
  });
}

function listJobs({ settings, workload, rendered, revision, migration }: BasePlan): readonly WrittenObject[] {
  if (migration === undefined) return [];
  const { app, namespace, image } = settings;
  const own = rendered === undefined ? {} : { rendered: revision };
  const input = { app, namespace, key: triedKey, image, workload, migration, ...own };
  const toJob = (more: object, name: string): WrittenObject =>
    written({ apiVersion: "batch/v1", kind: "Job", ...renderMigration({ ...input, ...more }) }, name);
  if (migration.command !== undefined) return [toJob({}, "sluice:migration")];
  return (rendered?.hooks ?? []).map((hook) => toJob({ hook }, `Job ${hook.name}`));
}

function listFurther({ settings, rendered }: BasePlan): readonly WrittenObject[] {
  if (rendered === undefined) return [];
  const { services, others } = rendered;
  const { namespace } = settings;
  return [...others, ...services.kept, ...services.twins, ...services.open].map((object) =>
    written({ ...object, metadata: { ...(object["metadata"] as JsonObject), namespace } }),
  );
}
