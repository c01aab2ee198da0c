import type { RegistryClient } from "../registry/client";
import type { Descriptor, Manifest } from "../registry/manifest";
import { repositoryName, type ImageReference } from "../../../components/core/images/reference";
import { inParallel } from "../../../components/http/in-parallel";
import { RegistryError } from "../registry/registry-error";
import { mostAttached, newestFirst, openBudget } from "./attached";
import type { Evidence } from "./evidence";

const bundleType = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d[\w.]*)?\+json/;
const simpleSigningType = "application/vnd.dev.cosign.simplesigning.v1+json";
const envelopeType = "application/vnd.dsse.envelope.v1+json";

/** Attachments that are read at once. */
const atOnce = 16;

/** Evidence that a registry stores beside an image. */
export interface FoundEvidence {
  readonly evidence: readonly Evidence[];
  /** Unsigned attachments, e.g. `application/spdx+json`. */
  readonly unsigned: readonly string[];
  /** Places that were searched, for the message when nothing was found. */
  readonly searched: readonly string[];
}

const toTag = (digest: string, suffix: string): string => `${digest.replace(":", "-")}${suffix}`;

const ofOneItem: ReadonlySet<string> = new Set(["wrong-digest", "too-large", "unreadable"]);

/** A registry that changed or cannot give one item spoils that item; a registry that fails spoils the search. */
function toUnusable(error: unknown, place: string): Evidence {
  if (error instanceof RegistryError && ofOneItem.has(error.code)) return unusable(place, error.message);
  throw error;
}

/**
 * Bytes up to which an attachment always has room: whoever attaches much to an image must not keep its signature out.
 */
const smallBytes = 64 * 1024;

const unusable = (place: string, reason: string): Evidence => ({ kind: "unusable", place, reason });

/** Attachments beyond the limit are reported: the missing one may be among them. */
const leftOut = (place: string, count: number): readonly Evidence[] =>
  count > 0
    ? [unusable(place, `${count} further attachments were not read, the oldest by their own date`)]
    : [];

/**
 * Finds everything attached to an image: bundles by the Referrers API and by its fallback tag, and cosign's `.sig` and
 * `.att` tags. A list's description of an item is not trusted: the item itself is read.
 * @param at - repository with the signatures
 * @param digest - of the image
 * @param maxBytes - of all signatures and attestations together
 * @throws {RegistryError} when the registry fails: the attachments are then not known
 */
export async function findEvidence(
  client: RegistryClient,
  at: ImageReference,
  digest: string,
  maxBytes = 256 * 1024 * 1024,
): Promise<FoundEvidence> {
  const name = repositoryName(at);
  const budget = openBudget(maxBytes);
  const unsigned: string[] = [];

  const readLayer = async (layer: Descriptor, place: string): Promise<readonly Evidence[]> => {
    const isBundle = bundleType.test(layer.mediaType);
    if (!isBundle && ![simpleSigningType, envelopeType].includes(layer.mediaType)) return [];
    const counted = layer.size > smallBytes ? layer.size : 0;
    if (!budget.take(counted)) {
      return [unusable(place, `all that is attached must be at most ${maxBytes} bytes: got more`)];
    }
    try {
      const bytes = await client.blob(at, layer);
      if (bytes === undefined) {
        budget.giveBack(counted);
        return [unusable(place, `its content ${layer.digest} must be in the registry: got none`)];
      }
      const { annotations } = layer;
      if (isBundle) return [{ kind: "bundle", place, bytes }];
      return [
        { kind: layer.mediaType === envelopeType ? "envelope" : "simple-signing", place, bytes, annotations },
      ];
    } catch (error) {
      budget.giveBack(counted);
      return [toUnusable(error, place)];
    }
  };

  const readLayers = async (manifest: Manifest, place: string): Promise<readonly Evidence[]> => {
    // Cosign adds a layer for each signature, the newest last.
    const layers = manifest.layers.toReversed();
    const read = await inParallel(layers.slice(0, mostAttached), atOnce, (layer) => readLayer(layer, place));
    const odd = manifest.unreadable;
    return [
      ...read.flat(),
      ...leftOut(place, layers.length - mostAttached),
      ...(odd === 0 ? [] : [unusable(place, `${odd} of its layers must have a SHA-256 digest and a size`)]),
    ];
  };

  const readReferrer = async (listed: Descriptor, from: string): Promise<readonly Evidence[]> => {
    const place = `${name}@${listed.digest.slice(0, 19)}… (${from})`;
    try {
      const found = await client.manifest(at, listed.digest);
      if (found === undefined) return [unusable(place, "its manifest must be in the registry: got none")];
      const { subject = "none", layers, artifactType, configType } = found.manifest;
      if (subject !== digest) {
        return [unusable(place, `its subject must be ${digest.slice(0, 19)}…: got ${subject.slice(0, 19)}`)];
      }
      const evidence = await readLayers(found.manifest, place);
      if (evidence.length === 0)
        unsigned.push(artifactType ?? configType ?? layers[0]?.mediaType ?? "unknown");
      return evidence;
    } catch (error) {
      return [toUnusable(error, place)];
    }
  };

  /**
   * Manifest under a tag; an object there that is no manifest becomes unusable evidence, not a failure of the registry.
   */
  const underTag = async (tag: string): Promise<Manifest | Evidence | undefined> => {
    try {
      return (await client.manifest(at, tag))?.manifest;
    } catch (error) {
      return toUnusable(error, `${name}:${tag}`);
    }
  };

  const readTag = async (suffix: string): Promise<readonly Evidence[]> => {
    const tag = toTag(digest, suffix);
    const found = await underTag(tag);
    if (found === undefined) return [];
    return "kind" in found ? [found] : readLayers(found, `${name}:${tag}`);
  };

  const readReferrers = async (): Promise<readonly Evidence[]> => {
    // A registry that got the API later may still have earlier attachments under the tag.
    const [listed = [], under] = await Promise.all([
      client.referrers(at, digest),
      underTag(toTag(digest, "")),
    ]);
    const tagged = under === undefined || "kind" in under ? [] : under.manifests;
    const known = new Set(listed.map((each) => each.digest));
    const all = newestFirst([...tagged, ...listed]);
    const read = await inParallel(all.slice(0, mostAttached), atOnce, (each) =>
      readReferrer(each, known.has(each.digest) ? "Referrers API" : "fallback tag"),
    );
    return [
      ...read.flat(),
      ...leftOut(name, all.length - mostAttached),
      ...(under !== undefined && "kind" in under ? [under] : []),
    ];
  };

  const found = await Promise.all([readReferrers(), readTag(".sig"), readTag(".att")]);
  const searched = [
    `referrers of ${name}@${digest}`,
    ...["", ".sig", ".att"].map((end) => `${name}:${toTag(digest, end)}`),
  ];
  return { evidence: found.flat(), unsigned, searched };
}
