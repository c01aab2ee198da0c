import { withCommonConfig } from "../pack/config-schema";
import type { Exemption } from "../pack/exemption";
import { isExpired } from "../pack/exemption";
import type { ClusterTerms } from "./cluster-terms";
import { emitClusterImagePolicies } from "./emit-cluster-image-policy";
import { emitKyvernoPolicies } from "./emit-kyverno";
import type { EmittedObject } from "./emit-trust-root";
import { imagesSchema, type ImagesConfig } from "./rules/schema";

/** Controllers that take the rules of `images-signed`. */
const emitters = {
  kyverno: emitKyvernoPolicies,
  "policy-controller": emitClusterImagePolicies,
} as const;

/** Asking a cluster to enforce the rules of `images-signed`. */
export interface ClusterRules extends Omit<ClusterTerms, "exemptions"> {
  readonly controller: keyof typeof emitters;
  /** Decides which exemptions have ended. */
  readonly now: Date;
}

/**
 * `images-signed` of a pack's configuration, its level left out: the cluster has one of its own.
 * @param text - the pack's configuration, JSON
 * @throws {SyntaxError} with every problem of it
 */
export function readImagesConfig(text: string): ImagesConfig & { readonly exemptions: readonly Exemption[] } {
  const all = JSON.parse(text) as { readonly "images-signed"?: unknown };
  const { enforcementLevel: _, ...own } = Object(all["images-signed"]) as Record<string, unknown>;
  const parsed = withCommonConfig(imagesSchema).safeParse(own);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `images-signed.${path.join(".")} ${message}`,
    );
    throw new SyntaxError(lines.join("; "));
  }
  const config = parsed.data as unknown as ReturnType<typeof readImagesConfig>;
  if (config.policies.length === 0) {
    throw new SyntaxError("images-signed.policies must have at least one: without any, no image would run");
  }
  return config;
}

/** Names of objects of one kind must differ, and say something. */
function demandNames(objects: readonly EmittedObject[]): void {
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const wrong = names.filter((name, nth) => names.indexOf(name) !== nth || name.endsWith(" sluice-"));
  if (wrong.length > 0) {
    throw new SyntaxError(
      `names of policies, attestations and trust roots must differ in letters and digits: got ${wrong.join(", ")} twice or without any`,
    );
  }
}

/**
 * Objects by which the cluster's own controller enforces `images-signed`.
 * @param text - the pack's configuration, JSON
 * @throws {Error} with what is wrong in the configuration, or with a key or root that is unusable
 */
export function planClusterRules(
  text: string,
  { controller, now, ...terms }: ClusterRules,
): readonly EmittedObject[] {
  const config = readImagesConfig(text);
  const exemptions = config.exemptions.filter((one) => !isExpired(one, now));
  const objects = emitters[controller](config, { ...terms, exemptions });
  demandNames(objects);
  return objects;
}
