import { z } from "zod";
import { isDigest } from "../../../components/core/images/reference";

/** Media types of an index, i.e. of an image for several platforms or of a list of referrers. */
export const indexTypes: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Everything that a manifest may be. */
export const manifestTypes: readonly string[] = [
  ...indexTypes,
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Go writes an empty mapping as null. */
const annotationsSchema = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given ?? {}).filter((each): each is [string, string] => typeof each[1] === "string"),
    ),
  );

const descriptorSchema = z.object({
  mediaType: z.string().default(""),
  digest: z.string().refine(isDigest),
  size: z.number().int().min(0),
  artifactType: z.string().nullish(),
  annotations: annotationsSchema,
});

/** A pointer to a blob or manifest. */
export type Descriptor = z.output<typeof descriptorSchema>;

/** A list of pointers: one that cannot be read, such as one with another digest than SHA-256, spoils no other. */
const descriptorsSchema = z
  .array(z.unknown())
  .nullish()
  .transform((items) => (items ?? []).map((item) => descriptorSchema.safeParse(item).data));

const manifestSchema = z.object({
  mediaType: z.string().nullish(),
  artifactType: z.string().nullish(),
  config: z.object({ mediaType: z.string().default("") }).nullish(),
  layers: descriptorsSchema,
  /** Of an index. */
  manifests: descriptorsSchema,
  subject: z.object({ digest: z.string() }).nullish(),
  annotations: annotationsSchema,
});

const isThere = (item: Descriptor | undefined): item is Descriptor => item !== undefined;

/** Manifest or index, as far as it is read. */
export interface Manifest {
  readonly artifactType: string | undefined;
  readonly configType: string | undefined;
  readonly layers: readonly Descriptor[];
  /** Of an index, else empty. */
  readonly manifests: readonly Descriptor[];
  /** Digest of the image it is attached to. */
  readonly subject: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** Number of items of its lists that cannot be read. */
  readonly unreadable: number;
}

/** Reads a manifest; undefined when it is none. */
export function parseManifest(bytes: Buffer): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { artifactType, config, layers, manifests, subject, annotations } = parsed.data;
  return {
    artifactType: artifactType ?? undefined,
    configType: config?.mediaType,
    layers: layers.filter(isThere),
    manifests: manifests.filter(isThere),
    subject: subject?.digest,
    annotations,
    unreadable: [...layers, ...manifests].filter((item) => item === undefined).length,
  };
}
