import type { CheckContext, Finding } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { isUnknown } from "../pack/unknown";
import { collectImages, isOpaque } from "./collect-images";
import type { CollectedImage } from "./pod-spec-images";
import { parseReference, repositoryName, type ImageReference } from "../../components/core/images/reference";
import { RegistryError } from "./registry/registry-error";
import { explainVerdict } from "./rules/explain-verdict";
import { createImageChecker, type Checked, type ImageChecker } from "./rules/image-checker";
import type { ImagePolicy, ImagesConfig } from "./rules/schema";

const checkers = new WeakMap<ImagesConfig, ImageChecker>();

/**
 * The checker of a configuration, kept for the process: an image is verified once, however many resources use it.
 * @throws {Error} when a key, certificate or trusted root of the configuration is unusable
 */
export function checkerOf(config: ImagesConfig): ImageChecker {
  const checker = checkers.get(config) ?? createImageChecker(config);
  checkers.set(config, checker);
  return checker;
}

/**
 * Judges every image of a resource, side by side.
 * @param checker - @default - the process' own for this configuration
 */
export async function checkImages(
  resource: Pick<Resource, "type" | "raw">,
  config: ImagesConfig,
  { now }: Pick<CheckContext, "now">,
  checker?: ImageChecker,
): Promise<readonly Finding[]> {
  if (isOpaque(resource.type)) return [opaqueFinding(config)];
  const images = collectImages(resource.type, resource.raw, config.customResources);
  if (images.length === 0) return [];
  let used: ImageChecker;
  try {
    used = checker ?? checkerOf(config);
  } catch (error) {
    return [configFinding(error)];
  }
  const found = await Promise.all(images.map((image) => checkImage(image, config, now, used)));
  return found.flat();
}

function opaqueFinding({ opaque }: ImagesConfig): Finding {
  return {
    path: "the release",
    rule: "show its images to policies",
    got: "a Helm release that installs objects of its own",
    fix: "use kubernetes.helm.v4.Chart, which declares each object, or exempt this release",
    advisory: opaque === "warn",
  };
}

function configFinding(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    path: "the configuration of images-signed",
    rule: "name keys, certificates and trusted roots that can be used",
    fix: `correct the file given by --policy-pack-config: ${reason}`,
  };
}

/** Only advice: the image may be no more than a word in a field of that name. */
const looseFinding = (path: string, image: string): Finding => ({
  path,
  rule: "be judged, if it runs: its kind is not listed",
  got: image,
  fix: "list the kind and this place in customResources of images-signed, with no places if nothing of it runs",
  advisory: true,
});

async function checkImage(
  { path, image, loose }: CollectedImage,
  config: ImagesConfig,
  now: Date,
  checker: ImageChecker,
): Promise<readonly Finding[]> {
  if (loose === true) return [looseFinding(path, String(image))];
  if (isUnknown(image)) {
    return [
      {
        path,
        rule: "be known",
        fix: "it is verified in the update, before anything is created",
        unknown: true,
      },
    ];
  }
  let at: ImageReference;
  try {
    at = parseReference(typeof image === "string" ? image : JSON.stringify(image));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ path, rule: "be an image reference", got: String(image), fix: reason }];
  }
  const policies = checker.policiesFor(at);
  if (policies.length === 0) return noMatch(path, at, config);
  try {
    const digest = await checker.resolve(at);
    if (digest === undefined) return [missingFinding(path, String(image))];
    const checked = await Promise.all(
      policies.map(async (policy) =>
        toFindings(path, at, digest, policy, await checker.check(at, digest, policy, now), config),
      ),
    );
    return [...tagFindings(path, at, digest, config), ...checked.flat()];
  } catch (error) {
    if (error instanceof RegistryError) return [outage(path, String(image), error, config)];
    throw error;
  }
}

function noMatch(path: string, at: ImageReference, config: ImagesConfig): readonly Finding[] {
  if (config.noMatch === "allow") return [];
  const fix =
    config.policies.length === 0
      ? "configure policies of images-signed: who signs which images"
      : `add its repository to a policy, or set noMatch: the policies are about ${config.policies
          .flatMap(({ images }) => images.map(({ glob }) => glob))
          .join(", ")}`;
  return [
    {
      path,
      rule: "match a policy of images-signed",
      got: repositoryName(at),
      fix,
      advisory: config.noMatch === "warn",
    },
  ];
}

function tagFindings(
  path: string,
  at: ImageReference,
  digest: string,
  { tags }: ImagesConfig,
): readonly Finding[] {
  if (at.digest !== undefined || tags === "allow") return [];
  const name = repositoryName(at);
  return [
    {
      path,
      rule: "be pinned by digest: what was verified is not what a tag means later",
      got: `${name}:${at.tag ?? "latest"}`,
      fix: `write ${name}${at.tag === undefined ? "" : `:${at.tag}`}@${digest}, which it is now`,
      advisory: tags === "warn",
    },
  ];
}

const missingFinding = (path: string, image: string): Finding => ({
  path,
  rule: "exist in its registry",
  got: image,
  fix: "push it, or correct its name",
});

function outage(
  path: string,
  image: string,
  error: RegistryError,
  { onRegistryError }: ImagesConfig,
): Finding {
  return {
    path,
    rule: "be verified against its registry",
    got: image,
    fix: `${error.fix}: ${error.message}; whether the image is signed is not known`,
    advisory: onRegistryError === "warn",
  };
}

function toFindings(
  path: string,
  at: ImageReference,
  digest: string,
  policy: ImagePolicy,
  checked: Checked,
  config: ImagesConfig,
): readonly Finding[] {
  const advisory = policy.mode === "warn";
  const name = `${repositoryName(at)}@${digest}`;
  switch (checked.kind) {
    case "unknown": {
      const finding = outage(path, name, checked.error, config);
      return [{ ...finding, advisory: advisory || finding.advisory === true }];
    }
    case "missing":
      return [{ ...missingFinding(path, name), advisory }];
    case "static":
      return checked.accepted
        ? []
        : [
            {
              path,
              rule: `be allowed by policy ${policy.name}`,
              got: name,
              fix: checked.message,
              advisory,
            },
          ];
    case "judged":
      if (checked.verdict.accepted) return [];
      return explainVerdict(at, digest, checked.verdict, checked.signedIndex).map((each) => ({
        path,
        ...each,
        advisory,
      }));
  }
}
