/** Field manager of Pulumi's own writes to base's objects; fixed, so that a lost state does not change the owner. */
export const baseManager = "sluice-base";

/** Annotations that tell Pulumi's Kubernetes provider how to treat an object. */
const control = {
  manager: "pulumi.com/patchFieldManager",
  force: "pulumi.com/patchForce",
  skipAwait: "pulumi.com/skipAwait",
  replaceUnready: "pulumi.com/replaceUnready",
} as const;

/** Options by which Pulumi treats an object. */
export interface Treatment {
  /**
   * Fields that base declares are base's: `sluice abort` while stable rolls and repairs by kubectl write the same
   * fields, and the next `up` must not end in a conflict with them.
   */
  readonly force?: boolean;
  /** Another resource waits for its readiness. */
  readonly skipAwait?: boolean;
  /** The object is replaced where it did not become ready. */
  readonly replaceUnready?: boolean;
}

/** Metadata of an object of base. */
export function toMetadata(
  object: {
    name: string;
    namespace: string;
    labels: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
  },
  treatment: Treatment = {},
) {
  const flags = (["force", "skipAwait", "replaceUnready"] as const).filter(
    (flag) => treatment[flag] === true,
  );
  return {
    name: object.name,
    namespace: object.namespace,
    labels: { ...object.labels },
    annotations: {
      ...object.annotations,
      [control.manager]: baseManager,
      ...Object.fromEntries(flags.map((flag) => [control[flag], "true"])),
    },
  };
}
