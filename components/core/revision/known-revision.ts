import type { LiveTrack } from "../live";
import { findApp } from "../workload/app-container";
import type { Annotated } from "../workload/app-container";
import { asObject, isObject } from "../json";
import { hashRevision, nameRevision } from "./name-revision";
import type { HashedRevision, Json, JsonObject } from "./revision";
import { findMissing } from "./find-missing";
import { normalizeTemplate } from "./normal-form";
import { toTrackTemplate } from "./track-template";
import { revisionLabel, trackLabel } from "../settings";
import type { Track } from "../track";
import type { Version } from "./version";

/** A revision whose content is at hand. */
export interface KnownRevision {
  /** Ten hex digits. A stored revision keeps the name that it was stored with. */
  readonly name: string;
  readonly revision: HashedRevision;
  /** Its pods have the label `sluice.dev/revision`; those that an older Sluice started have not. */
  readonly labelled: boolean;
}

/** Pod template of a revision in one track of an app: its pods name it, unless they ran before they were labelled. */
export function templateOf(
  app: string,
  track: Track,
  { name, revision, labelled }: KnownRevision,
): JsonObject {
  return toTrackTemplate({ app, track, revision, ...(labelled ? { label: name } : {}) });
}

/**
 * Paths at which a live template is not that of a revision: whatever else it has is no difference.
 * @returns paths as `findMissing` has them
 */
export function listDrift(
  app: string,
  track: Track,
  known: KnownRevision,
  live: JsonObject | undefined,
): readonly string[] {
  return findMissing(normalizeTemplate(templateOf(app, track, known)), live);
}

/** The revision of a checkout. */
export function knownCheckout(revision: HashedRevision): KnownRevision {
  return { name: nameRevision(revision), revision, labelled: true };
}

const without = (value: Json | undefined, ...names: readonly string[]): JsonObject =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) : {};

/** Selectors inside of a template say nothing of the track. */
function withoutTrack(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTrack);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "matchLabels" || name === "labels"
        ? without(inner, trackLabel, revisionLabel)
        : withoutTrack(inner),
    ]),
  );
}

/**
 * Revision that a track runs, from its live template: where nothing else is known of it.
 * @returns undefined where the template is not known or has no container that is the app's
 */
export function knownLive({ template, revision: label }: LiveTrack): KnownRevision | undefined {
  if (template === undefined) return undefined;
  const bare = withoutTrack({
    ...template,
    metadata: without(template["metadata"], "creationTimestamp"),
  }) as JsonObject;
  const containers = (asObject(bare["spec"])["containers"] ?? []) as readonly { readonly name: string }[];
  const container = findApp(containers, bare["metadata"] as Annotated | undefined)?.name;
  if (container === undefined) return undefined;
  const revision: HashedRevision = { template: bare, container, configuration: [] };
  return { name: nameRevision(revision), revision, labelled: label !== undefined };
}

/**
 * Name of a checkout's revision: that of a stored revision that is equal to it by the normal form of now,
 * else its own. An older Sluice may have named the same revision otherwise.
 */
export function canonicalName(checkout: KnownRevision, stored: readonly KnownRevision[]): string {
  const hash = hashRevision(checkout.revision);
  return stored.find(({ revision }) => hashRevision(revision) === hash)?.name ?? checkout.name;
}

/** Revisions by name; of two of one name the first counts. */
export function collectRevisions(
  ...known: readonly (KnownRevision | undefined)[]
): ReadonlyMap<string, KnownRevision> {
  const found = known.filter((one) => one !== undefined).map((one) => [one.name, one] as const);
  return new Map(found.toReversed());
}

/** A version with the name of its revision, where that is known now. */
export function named<V extends Version>(version: V, revision: string | undefined): V {
  return version.revision !== undefined || revision === undefined ? version : { ...version, revision };
}
