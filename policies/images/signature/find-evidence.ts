import type { RegistryClient } from "../registry/client";
import type { Descriptor, Manifest } from "../registry/manifest";
import { repositoryName, type ImageReference } from "../registry/reference";
import { RegistryError } from "../registry/registry-error";
import type { Evidence } from "./evidence";

const bundleType = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d[\w.]*)?\+json/;
const simpleSigningType = "application/vnd.dev.cosign.simplesigning.v1+json";
const envelopeType = "application/vnd.dsse.envelope.v1+json";

/** An image has few; what has more is not read to its end. */
const mostReferrers = 64;

/** What a registry holds beside an image. */
export interface FoundEvidence {
  readonly evidence: readonly Evidence[];
  /** Attached things that nobody signed, e.g. `application/spdx+json`. */
  readonly unsigned: readonly string[];
  /** Where was looked, for the message when nothing was found. */
  readonly searched: readonly string[];
}

const toTag = (digest: string, suffix: string): string => `${digest.replace(":", "-")}${suffix}`;

/** A registry that changed or cannot give one item spoils that item; a registry that fails spoils the search. */
function toUnusable(error: unknown, place: string): Evidence {
  if (error instanceof RegistryError && ["wrong-digest", "too-large"].includes(error.code)) {
    return { kind: "unusable", place, reason: error.message };
  }
  throw error;
}

/**
 * Finds everything attached to an image: bundles by the Referrers API and by its fallback tag, and cosign's `.sig` and
 * `.att` tags. What a list says about an item is not trusted: the item itself is read.
 * @param at - the repository that holds the signatures
 * @param digest - of the image
 * @throws {RegistryError} when the registry fails: then nobody knows what is attached
 */
export async function findEvidence(
  client: RegistryClient,
  at: ImageReference,
  digest: string,
): Promise<FoundEvidence> {
  const name = repositoryName(at);
  const unsigned: string[] = [];

  const readLayer = async (layer: Descriptor, place: string): Promise<readonly Evidence[]> => {
    const isBundle = bundleType.test(layer.mediaType);
    if (!isBundle && ![simpleSigningType, envelopeType].includes(layer.mediaType)) return [];
    try {
      const bytes = await client.blob(at, layer);
      if (bytes === undefined) {
        return [
          {
            kind: "unusable",
            place,
            reason: `its content ${layer.digest} must be in the registry: got none`,
          },
        ];
      }
      const { annotations } = layer;
      if (isBundle) return [{ kind: "bundle", place, bytes }];
      return [
        { kind: layer.mediaType === envelopeType ? "envelope" : "simple-signing", place, bytes, annotations },
      ];
    } catch (error) {
      return [toUnusable(error, place)];
    }
  };

  const readLayers = async (manifest: Manifest, place: string): Promise<readonly Evidence[]> =>
    (
      await Promise.all(manifest.layers.slice(0, mostReferrers).map((layer) => readLayer(layer, place)))
    ).flat();

  const readReferrer = async (listed: Descriptor, from: string): Promise<readonly Evidence[]> => {
    const place = `${name}@${listed.digest.slice(0, 19)}… (${from})`;
    try {
      const found = await client.manifest(at, listed.digest);
      if (found === undefined) {
        return [{ kind: "unusable", place, reason: "its manifest must be in the registry: got none" }];
      }
      const { subject, layers, artifactType, config } = found.manifest;
      if (subject?.digest !== digest) {
        const got = subject?.digest ?? "none";
        return [
          {
            kind: "unusable",
            place,
            reason: `its subject must be ${digest.slice(0, 19)}…: got ${got.slice(0, 19)}`,
          },
        ];
      }
      const evidence = await readLayers(found.manifest, place);
      if (evidence.length === 0)
        unsigned.push(artifactType ?? config?.mediaType ?? layers[0]?.mediaType ?? "unknown");
      return evidence;
    } catch (error) {
      return [toUnusable(error, place)];
    }
  };

  const readTag = async (suffix: string): Promise<readonly Evidence[]> => {
    const tag = toTag(digest, suffix);
    const found = await client.manifest(at, tag);
    return found === undefined ? [] : readLayers(found.manifest, `${name}:${tag}`);
  };

  const readReferrers = async (): Promise<readonly Evidence[]> => {
    const listed = (await client.referrers(at, digest)) ?? [];
    // A registry that learned the API later may still hold what was pushed before under the tag.
    const tagged =
      listed.length > 0 ? [] : ((await client.manifest(at, toTag(digest, "")))?.manifest.manifests ?? []);
    const from = listed.length > 0 ? "Referrers API" : "fallback tag";
    const all = [...listed, ...tagged];
    const read = await Promise.all(all.slice(0, mostReferrers).map((each) => readReferrer(each, from)));
    const left = all.length - mostReferrers;
    const rest: Evidence = {
      kind: "unusable",
      place: name,
      reason: `${left} further referrers were not read`,
    };
    return left > 0 ? [...read.flat(), rest] : read.flat();
  };

  const found = await Promise.all([readReferrers(), readTag(".sig"), readTag(".att")]);
  const searched = [
    `referrers of ${name}@${digest}`,
    ...["", ".sig", ".att"].map((end) => `${name}:${toTag(digest, end)}`),
  ];
  return { evidence: found.flat(), unsigned, searched };
}
