import type { ConfigurationObject, HashedRevision } from "../core/revision/revision";
import type { KnownRevision } from "../core/revision/known-revision";
import { hashRevision } from "../core/revision/name-revision";

/**
 * Label of everything that belongs to a revision. No other label stands beside it: a StatefulSet or DaemonSet whose
 * selector fits would adopt a ControllerRevision and delete it.
 */
export const appLabel = "sluice.dev/app";

/** Annotation with the whole hash of the content: a name has only its start. */
export const hashAnnotation = "sluice.dev/content-hash";

/** Number of the form of {@link StoredData}. */
const form = 1;

interface StoredData extends HashedRevision {
  readonly form: number;
  readonly labelled: boolean;
}

/** A ControllerRevision as far as it is used here. */
export interface ControllerRevision {
  readonly apiVersion: "apps/v1";
  readonly kind: "ControllerRevision";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: unknown;
  readonly revision: number;
}

/** Name of the ControllerRevision of a revision. */
export function revisionObjectName(app: string, revision: string): string {
  return `${app}-${revision}`;
}

/** The ControllerRevision that stores a revision. */
export function toControllerRevision(
  place: { readonly app: string; readonly namespace: string },
  { name, revision, labelled }: KnownRevision,
): ControllerRevision {
  const { template, container, configuration } = revision;
  const data: StoredData = { form, template, container, configuration, labelled };
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: revisionObjectName(place.app, name),
      namespace: place.namespace,
      labels: { [appLabel]: place.app },
      annotations: { [hashAnnotation]: hashRevision(revision) },
    },
    data,
    revision: 1,
  };
}

/**
 * Reads a stored revision.
 * @returns undefined for one that another version of Sluice stored in a form that is not known here
 */
export function fromControllerRevision(
  app: string,
  { metadata, data }: ControllerRevision,
): KnownRevision | undefined {
  const stored = data as Partial<StoredData> | undefined;
  if (stored?.form !== form || stored.template === undefined || stored.container === undefined)
    return undefined;
  const { template, container, configuration = [], labelled = true } = stored;
  return {
    name: metadata.name.slice(`${app}-`.length),
    revision: { template, container, configuration },
    labelled,
  };
}

/** The immutable object that stores one ConfigMap or Secret of a revision. */
export function toConfiguration(
  place: { readonly app: string; readonly namespace: string },
  { kind, data, binaryData, type }: ConfigurationObject,
  { name, hash }: { readonly name: string; readonly hash: string },
) {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  const isSecret = kind === "Secret";
  const texts = isSecret
    ? Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encode(text)]))
    : data;
  return {
    apiVersion: "v1",
    kind,
    metadata: {
      name,
      namespace: place.namespace,
      labels: { [appLabel]: place.app },
      annotations: { [hashAnnotation]: hash },
    },
    immutable: true,
    ...(isSecret ? { type: type ?? "Opaque", data: { ...texts, ...binaryData } } : { data: texts }),
    ...(!isSecret && binaryData !== undefined ? { binaryData } : {}),
  };
}
