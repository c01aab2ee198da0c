import { z } from "zod";
import { conditionFaults } from "../attestation/conditions";
import { toWantedType, typeFault } from "../attestation/predicate-type";
import { expressionFault } from "../../../components/core/regular-expression";
import { findStranger } from "./everybody";
import { globFault } from "./match-image";
import { attestationSchema } from "./attestation-schema";
import { authoritySchema } from "./authority-schema";

function checkAuthority(
  authority: z.output<typeof authoritySchema>,
  report: (at: string[], rule: string) => void,
): void {
  const kinds = (["key", "certificate", "keyless", "static"] as const).filter(
    (kind) => authority[kind] !== undefined,
  );
  if (kinds.length !== 1) {
    report(
      [],
      `must have exactly one of key, certificate, keyless and static: got ${kinds.join(", ") || "none"}`,
    );
  }
  const { keyless } = authority;
  for (const kind of ["key", "certificate"] as const) {
    const own = authority[kind];
    if (own && (own.data === undefined) === (own.file === undefined)) {
      report([kind], "must have either data or file");
    }
  }
  for (const [index, identity] of (keyless?.identities ?? []).entries()) {
    for (const word of ["issuer", "subject"] as const) {
      const at = ["keyless", "identities", String(index)];
      const [exact, expression] = [identity[word], identity[`${word}RegExp`]];
      if ((exact === undefined) === (expression === undefined)) {
        report(at, `must have either ${word} or ${word}RegExp`);
      }
      if (expression !== undefined)
        checkExpression(expression, word, (rule) => report([...at, `${word}RegExp`], rule));
    }
  }
}

function checkExpression(expression: string, of: "issuer" | "subject", report: (rule: string) => void): void {
  const fault = expressionFault(expression);
  if (fault !== undefined) {
    report(`${fault}: got "${expression}"`);
    return;
  }
  const stranger = findStranger(expression, of);
  if (stranger !== undefined) {
    report(
      `must not accept every identity: got "${expression}", which accepts ${stranger}; name your own identities`,
    );
  }
}

const globSchema = z
  .string()
  .min(1)
  .superRefine((glob, context) => {
    const fault = globFault(glob);
    if (fault !== undefined) context.addIssue({ code: "custom", message: `${fault}: got "${glob}"` });
  });

const policySchema = z
  .object({
    /** Unique, for messages. */
    name: z.string().min(1),
    /** Images it is about: `*` is anything but a slash, `**` anything; without tag and digest. */
    images: z
      .array(
        z
          .object({
            glob: globSchema,
            /** Globs of images that this policy is not about all the same. */
            exclude: z.array(globSchema).default([]),
          })
          .strict(),
      )
      .min(1),
    /** Whether a refusal blocks or only warns. */
    mode: z.enum(["enforce", "warn"]).default("enforce"),
    /** Authorities whose signature counts: any of them. */
    authorities: z.array(authoritySchema).min(1),
    /** Whether a signature is demanded; without it, attestations alone decide. */
    signature: z.enum(["required", "not-required"]).default("required"),
    /** Attestations that are demanded besides the signature: all of them. */
    attestations: z.array(attestationSchema).default([]),
    /** Repository with the signatures, as in COSIGN_REPOSITORY. @default - the image's own */
    signatureRepository: z.string().min(1).optional(),
  })
  .strict()
  .superRefine((policy, context) => {
    const report = (path: (string | number)[], rule: string): void => {
      context.addIssue({ code: "custom", path, message: rule });
    };
    for (const [index, authority] of policy.authorities.entries()) {
      checkAuthority(authority, (at, rule) => report(["authorities", index, ...at], rule));
    }
    if (policy.signature === "not-required" && policy.attestations.length === 0) {
      report(["attestations"], "must have at least one where signature is not-required");
    }
    const names = new Set(policy.authorities.map(({ name }) => name));
    const signers = new Set(policy.authorities.filter((each) => !each.static).map(({ name }) => name));
    for (const [index, attestation] of policy.attestations.entries()) {
      const unknown = (attestation.authorities ?? []).filter((name) => !names.has(name));
      if (unknown.length > 0) {
        report(
          ["attestations", index, "authorities"],
          `must be names of authorities: got ${unknown.join(", ")}`,
        );
      }
      if (![...(attestation.authorities ?? names)].some((name) => signers.has(name))) {
        report(
          ["attestations", index],
          "must have an authority with a key or an identity: a static one signs nothing",
        );
      }
      const unknownType = typeFault(attestation.predicateType);
      if (unknownType !== undefined) report(["attestations", index, "predicateType"], unknownType);
      const { kind } = toWantedType(attestation.predicateType);
      for (const rule of attestationProblems(kind, attestation.policy)) {
        report(["attestations", index, "policy"], rule);
      }
      for (const [at, { expression }] of (attestation.policy?.conditions ?? []).entries()) {
        for (const rule of conditionFaults(expression)) {
          report(["attestations", index, "policy", "conditions", at, "expression"], rule);
        }
      }
    }
  });

const ownKeys: Readonly<Record<string, readonly string[]>> = {
  provenance: ["builders", "buildTypes", "source"],
  sbom: ["deniedLicences"],
  vulnerabilities: ["maxAge", "denied", "exceptions"],
  custom: [],
};

function attestationProblems(kind: string, policy: object | undefined): readonly string[] {
  const keys = Object.keys(policy ?? {});
  const allowed = ownKeys[kind] ?? [];
  const foreign = keys.filter((key) => key !== "conditions" && !allowed.includes(key));
  const problems = foreign.map((key) => `must not have ${key}: it means nothing for ${kind}`);
  return kind === "provenance" && !keys.includes("builders")
    ? [...problems, "must have builders: without them anybody's build would do"]
    : problems;
}

/** Configuration of the policy `images-signed`, in the words of policy-controller's ClusterImagePolicy. */
export const imagesSchema = z.object({
  /** Images that must be signed, and by whom; an image must satisfy every policy that matches it. */
  policies: z.array(policySchema).default([]),
  /** Sigstore deployments of one's own; `public` is built in. */
  trustRoots: z.array(z.object({ name: z.string().min(1), file: z.string().min(1) }).strict()).default([]),
  /** Registries that need more than their name. */
  registries: z
    .array(
      z
        .object({
          host: z.string().min(1),
          /** Certificates of a private authority, PEM. */
          caFile: z.string().optional(),
          /** Speak http. @default - only on this machine itself */
          plainHttp: z.boolean().optional(),
        })
        .strict(),
    )
    .default([]),
  /** Action for an image that no policy matches. */
  noMatch: z.enum(["deny", "warn", "allow"]).default("deny"),
  /** Action for an image without a digest: another image may run later under its tag. */
  tags: z.enum(["deny", "warn", "allow"]).default("deny"),
  /** Action where a registry does not answer. */
  onRegistryError: z.enum(["deny", "warn"]).default("deny"),
  /** Action for a resource that hides its images, such as a Helm release. */
  opaque: z.enum(["deny", "warn"]).default("deny"),
  /** Paths of images in custom resources. */
  customResources: z
    .array(
      z
        .object({
          /** Group and version, e.g. `example.org/v1`. */
          apiVersion: z.string().min(1),
          kind: z.string().min(1),
          /** Paths of image names, e.g. `spec.image` or `spec.steps[*].image`. */
          images: z.array(z.string().min(1)).default([]),
          /** Paths of pod specs, e.g. `spec.template.spec`. */
          podSpecs: z.array(z.string().min(1)).default([]),
        })
        .strict(),
    )
    .default([]),
  limits: z
    .object({
      /** Longest time of one question to a registry, seconds. */
      timeoutSeconds: z.number().positive().max(300).default(10),
      /** Longest signature or attestation, bytes. */
      maxBytes: z.number().int().positive().default(33_554_432),
    })
    .strict()
    .default({ timeoutSeconds: 10, maxBytes: 33_554_432 }),
});

/** The configuration with every default filled in. */
export type ImagesConfig = z.output<typeof imagesSchema>;
/** One policy of it. */
export type ImagePolicy = ImagesConfig["policies"][number];
