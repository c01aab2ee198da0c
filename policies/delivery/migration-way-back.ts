import { resourcePolicy } from "../pack/policy";
import { toKubernetesObjects } from "../workloads/kubernetes-object";
import { guardUnknown } from "../pack/unknown";

interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A migration has a way back. */
export const migrationWayBack = resourcePolicy({
  name: "migration-way-back",
  title: "A migration has a way back",
  description:
    "The Job of a migration is declared reversible (`sluice:migration.reversible`) or has a backup taken before it (`sluice:migration.backup`).",
  why: "Rolling back the app does not roll back its database: without either, the release before cannot run any more.",
  fix: "Write the migration so that the release before works with it and set reversible: true, or have a backup taken.",
  severity: "high",
  applies: ({ type }) => type === "kubernetes:batch/v1:Job",
  *check(resource) {
    for (const { fields } of toKubernetesObjects(resource)) {
      const { labels = {}, annotations = {} } = Object(
        guardUnknown(fields as Record<string, unknown>)["metadata"],
      ) as Metadata;
      if (labels["app.kubernetes.io/component"] !== "migration") continue;
      if (annotations["sluice.dev/reversible"] === "true") continue;
      if ((annotations["sluice.dev/backup"] ?? "") !== "") continue;
      yield {
        path: "metadata.annotations[sluice.dev/reversible]",
        rule: "be true, or sluice.dev/backup name a backup",
        got: annotations["sluice.dev/reversible"] ?? "nothing",
        fix: "set sluice:migration.reversible once the release before runs on the migrated database, else sluice:migration.backup",
      };
    }
  },
});
