import { z } from "zod";
import { isDigest } from "./reference";

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

const descriptorSchema = z.object({
  mediaType: z.string().default(""),
  digest: z.string().refine(isDigest),
  size: z.number().int().min(0),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

const subjectSchema = z.object({ digest: z.string() });

const manifestSchema = z.object({
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: z.object({ mediaType: z.string().default("") }).optional(),
  layers: z.array(descriptorSchema).default([]),
  /** Of an index. */
  manifests: z.array(descriptorSchema).optional(),
  subject: subjectSchema.optional(),
});

/** A pointer to a blob or manifest. */
export type Descriptor = z.output<typeof descriptorSchema>;

/** What is read of a manifest or index. */
export type Manifest = z.output<typeof manifestSchema>;

/** Reads a manifest; undefined when it is none. */
export function parseManifest(bytes: Buffer): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return undefined;
  }
}
