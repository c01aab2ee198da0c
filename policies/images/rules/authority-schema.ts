import { z } from "zod";

const identitySchema = z
  .object({
    issuer: z.string().min(1).optional(),
    /** Matches the whole issuer. */
    issuerRegExp: z.string().min(1).optional(),
    subject: z.string().min(1).optional(),
    /** Matches the whole subject. */
    subjectRegExp: z.string().min(1).optional(),
  })
  .strict();

const rootSchema = z.object({ trustRootRef: z.string().min(1).default("public") }).strict();

/** Digest that a key signs; the usual one of a key service of that size need not be given. */
const hashSchema = z.enum(["sha256", "sha384", "sha512"]);

/** Accepted signer: exactly one of `key`, `certificate`, `keyless` and `static`. */
export const authoritySchema = z
  .object({
    /** For messages and for `attestations[].authorities`. */
    name: z.string().min(1),
    key: z
      .object({
        /** Public key, PEM. */
        data: z.string().min(1).optional(),
        /** File of it, relative to the folder of the pack. */
        file: z.string().min(1).optional(),
        /**
         * Address of the key in a key service, e.g. `awskms:///alias/release`: for the cluster, which asks the service.
         * Plan time asks no service: it needs the public key as well, as `cosign public-key --key ADDRESS` prints it.
         */
        kms: z
          .string()
          .regex(/^(awskms|gcpkms|azurekms|hashivault|k8s):\/\/\S+$/)
          .optional(),
        /** The only accepted digest. @default - the key's usual one */
        hashAlgorithm: hashSchema.optional(),
      })
      .strict()
      .optional(),
    /** A certificate of one's own authority, whose key signs. */
    certificate: z
      .object({
        /** The certificate, PEM. */
        data: z.string().min(1).optional(),
        file: z.string().min(1).optional(),
        /**
         * File of the certificates above it, PEM, the root last: they must vouch for it. @default - none are demanded
         */
        chainFile: z.string().min(1).optional(),
        hashAlgorithm: hashSchema.optional(),
      })
      .strict()
      .optional(),
    keyless: z
      .object({
        identities: z.array(identitySchema).min(1),
        /** `public`, or a name in `trustRoots`. */
        trustRootRef: z.string().min(1).default("public"),
        /** Accepts certificates that no certificate transparency log has seen. */
        insecureIgnoreSCT: z.boolean().default(false),
      })
      .strict()
      .optional(),
    /** Decides without looking at signatures, e.g. for images of a registry that is trusted as it is. */
    static: z
      .object({ action: z.enum(["pass", "fail"]), message: z.string().optional() })
      .strict()
      .optional(),
    /** Demands an entry in the transparency log; the default for `keyless` without `rfc3161timestamp`. */
    ctlog: rootSchema.optional(),
    /** Demands a timestamp; without `ctlog` it replaces the transparency log. */
    rfc3161timestamp: rootSchema.optional(),
    /** The only format that counts; `legacy` is cosign 2's. */
    signatureFormat: z.enum(["legacy", "bundle", "any"]).default("any"),
  })
  .strict();

/** One authority as configured. */
export type AuthorityConfig = z.output<typeof authoritySchema>;
