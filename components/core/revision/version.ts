import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";

/** Identity of what runs in a track. */
export interface Version {
  /** With digest. */
  readonly image: string;
  /** Name of its revision, ten hex digits; absent where only the image is known: an older Sluice recorded it. */
  readonly revision?: string;
}

/**
 * Whether both are the same version. Where the revision of one is not known, the image decides; a track whose image
 * another writer changed is not the version that its label names.
 * @param a - undefined is no version, and equal to none
 */
export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const isKnown = a.revision !== undefined && b.revision !== undefined;
  return sameImage(a.image, b.image) && (!isKnown || a.revision === b.revision);
}

/** The identity alone of a value that has more fields. */
export function toVersion({ image, revision }: Version): Version {
  return { image, ...(revision === undefined ? {} : { revision }) };
}

/**
 * A version as people read it in a sentence.
 * @returns e.g. `sha256:9f3a61c2d4e5 (revision 0b1c2d3e4f)`
 */
export function describeVersion({ image, revision }: Version): string {
  return `${shortDigest(image)}${revision === undefined ? "" : ` (revision ${revision})`}`;
}

/**
 * A version with what it changed against the one before, where that is more than its image.
 * @param changes - names, e.g. `["image", "env LOG_LEVEL"]`; absent where they are not known
 * @returns e.g. `sha256:9f3a61c2d4e5 (revision 0b1c2d3e4f), with changes of image, env LOG_LEVEL`
 */
export function describeChanged(version: Version & { readonly changes?: readonly string[] }): string {
  const { changes = [] } = version;
  const isMore = changes.some((name) => name !== "image");
  return `${describeVersion(version)}${isMore ? `, with changes of ${listFirst(changes)}` : ""}`;
}

/** Whether a list has a version. */
export function includesVersion(versions: readonly Version[], version: Version): boolean {
  return versions.some((one) => sameVersion(one, version));
}

/** The first three names of a list, and how many more there are. */
export function listFirst(names: readonly string[]): string {
  const more = names.length - 3;
  return `${names.slice(0, 3).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/**
 * Rule that a checkout's version must be another one, with what it is.
 * @param wanted - the checkout's
 * @param when - the condition, e.g. `while attempt 3 is held`
 * @param differs - names of what differs between both
 * @returns `<path> must be <value> <when>: got <value>`
 */
export function explainOther(
  wanted: Version,
  version: Version | undefined,
  when: string,
  differs: readonly string[] = [],
): string {
  const rule = explainRule(wanted, version, when);
  return differs.length === 0 ? rule : `${rule}, which differs in ${listFirst(differs)}`;
}

function explainRule(wanted: Version, version: Version | undefined, when: string): string {
  return version !== undefined && sameImage(version.image, wanted.image)
    ? `this checkout must be revision ${version.revision ?? "unknown"} of ${version.image} ${when}: got revision ${wanted.revision ?? "unknown"}`
    : `release.image must be ${version?.image} ${when}: got ${wanted.image}`;
}

/**
 * Whether both are the same version beyond doubt: a track whose revision is not known may run other settings with the
 * same image.
 */
export function provenSame(a: Version | undefined, b: Version | undefined): boolean {
  return sameVersion(a, b) && (a?.revision === undefined) === (b?.revision === undefined);
}
