import { revisionLabel, trackLabel, trackLabels } from "../settings";
import type { Track } from "../track";
import { asObject, isObject } from "../json";
import { toText } from "./canonical";
import type { ConfigurationRef, HashedRevision, Json, JsonObject } from "./revision";
import { storedName } from "./hash-configuration";

/** Whether every label of a selector is one of the pod's. */
function selects(matchLabels: JsonObject, labels: JsonObject): boolean {
  const entries = Object.entries(matchLabels);
  return entries.length > 0 && entries.every(([name, value]) => labels[name] === value);
}

/** Pods of one track spread among themselves: the other track's do not count. */
function withTrackSpread(constraint: Json, labels: JsonObject, track: Track): Json {
  if (!isObject(constraint)) return constraint;
  const selector = asObject(constraint["labelSelector"]);
  const matchLabels = asObject(selector["matchLabels"]);
  if (!selects(matchLabels, labels)) return constraint;
  const narrowed = { ...matchLabels, [trackLabel]: track };
  return { ...constraint, labelSelector: { ...selector, matchLabels: narrowed } };
}

/** The fields by which a pod template refers to ConfigMaps and Secrets: the field, and its field with the name. */
const references: Readonly<Record<string, readonly [ConfigurationRef["kind"], string]>> = {
  configMap: ["ConfigMap", "name"],
  configMapRef: ["ConfigMap", "name"],
  configMapKeyRef: ["ConfigMap", "name"],
  secret: ["Secret", "secretName"],
  secretRef: ["Secret", "name"],
  secretKeyRef: ["Secret", "name"],
};

/** Replaces the names of configuration objects by those that they are stored under. */
function withStoredNames(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => withStoredNames(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => {
      const reference = references[field];
      if (reference === undefined || !isObject(content)) return [field, withStoredNames(content, names)];
      const [kind, nameField] = reference;
      // A projected Secret has its name in `name`, a volume's in `secretName`.
      const at = kind === "Secret" && content[nameField] === undefined ? "name" : nameField;
      const stored = names.get(`${kind}/${toText(content[at] ?? "")}`);
      return [field, stored === undefined ? content : { ...content, [at]: stored }];
    }),
  );
}

/** Pod template of a revision in one track. */
export interface TrackTemplate {
  readonly app: string;
  readonly track: Track;
  readonly revision: HashedRevision;
  /** Name of the revision as a label of its pods; absent where its pods ran before they were labelled. */
  readonly label?: string;
}

/**
 * Makes the pod template that a track's Deployment gets: the revision's with the labels of the track, and with the names
 * that its configuration is stored under.
 */
export function toTrackTemplate({ app, track, revision, label }: TrackTemplate): JsonObject {
  const { template, configuration } = revision;
  const names = new Map(configuration.map((one) => [`${one.kind}/${one.name}`, storedName(one)]));
  const metadata = asObject(template["metadata"]);
  const labels = asObject(metadata["labels"]);
  const spec = asObject(template["spec"]);
  const spread = spec["topologySpreadConstraints"];
  const tracked = {
    ...labels,
    ...trackLabels(app, track),
    ...(label === undefined ? {} : { [revisionLabel]: label }),
  };
  return {
    ...template,
    metadata: { ...metadata, labels: tracked },
    spec: {
      ...(withStoredNames(spec, names) as JsonObject),
      ...(Array.isArray(spread)
        ? {
            topologySpreadConstraints: spread.map((one: Json) =>
              withTrackSpread(one, { ...labels, ...trackLabels(app, track) }, track),
            ),
          }
        : {}),
    },
  };
}
