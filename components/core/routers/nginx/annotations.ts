import type { ObjectMeta } from "../../object-meta";

/** Prefix of the annotations of ingress-nginx. */
export const prefix = "nginx.ingress.kubernetes.io/";

/** Names of the annotations by which an Ingress is a canary. */
export const canaryAnnotations = {
  is: `${prefix}canary`,
  weight: `${prefix}canary-weight`,
  total: `${prefix}canary-weight-total`,
} as const;

/** Annotation that named an Ingress's class before `spec.ingressClassName` did. */
export const classAnnotation = "kubernetes.io/ingress.class";

/** Annotations that pick requests for the canary, whatever its weight is. */
const picking = [
  "canary-by-header",
  "canary-by-header-value",
  "canary-by-header-pattern",
  "canary-by-cookie",
].map((name) => `${prefix}${name}`);

/** Annotation of an Ingress by which a cookie pins clients to a pod. */
export const affinity = `${prefix}affinity`;

/** Annotation by which such a cookie leaves the canary out. */
export const affinityOfCanary = `${prefix}affinity-canary-behavior`;

/** Annotations of an Ingress that pin clients to a pod of the track that they reach. */
export const pinning = [affinity, `${prefix}upstream-hash-by`];

/** Annotation that sends copies of an Ingress's requests elsewhere. */
export const mirrorTarget = `${prefix}mirror-target`;

/** Annotation by which an Ingress with a certificate leads from http to https. */
export const sslRedirect = `${prefix}ssl-redirect`;

/** Annotations by which answers of the app are replaced: what a client got is no longer what was counted. */
export const replacing = ["custom-http-errors", "default-backend"].map((name) => `${prefix}${name}`);

/** Annotation that names a ConfigMap of headers of answers, `namespace/name`. */
export const customHeaders = `${prefix}custom-headers`;

type Annotated = Pick<ObjectMeta, "annotations">;

/**
 * Whether a cookie keeps clients on the canary at weight 0 too: ingress-nginx asks it before the weight.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#session-affinity
 */
export const pinsToCanary = (annotations: Readonly<Record<string, string>>): boolean =>
  affinity in annotations && annotations[affinityOfCanary] !== "legacy";

/** Whether an annotation says yes, in the words that ingress-nginx takes for it. */
export const isTrue = (value: unknown): boolean =>
  typeof value === "string" && ["1", "t", "T", "true", "TRUE", "True"].includes(value);

/** Whether an Ingress is a canary: then it is asked only beside the one with the same host and path. */
export const isCanary = ({ annotations }: Annotated): boolean => isTrue(annotations?.[canaryAnnotations.is]);

/**
 * Share of a canary Ingress, percent: a total below 100 counts as 100, as ingress-nginx and Traefik have it.
 * @returns 100 for an Ingress that is no canary, or whose weight is none
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function shareOf(metadata: Annotated): number {
  if (!isCanary(metadata)) return 100;
  const read = (name: string, usual: number): number => Number(metadata.annotations?.[name] ?? usual);
  const share = (100 * read(canaryAnnotations.weight, 0)) / Math.max(100, read(canaryAnnotations.total, 100));
  return Number.isNaN(share) ? 100 : Math.min(100, Math.max(0, share));
}

/** Annotations of a canary Ingress by which some requests reach it whatever its weight is. */
export const findPicks = ({ annotations = {} }: Annotated): readonly string[] =>
  picking.filter((name) => name in annotations);
