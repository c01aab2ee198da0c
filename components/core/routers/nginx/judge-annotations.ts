import {
  affinity,
  affinityOfCanary,
  findPicks,
  isCanary,
  mirrorTarget,
  pinning,
  pinsToCanary,
  replacing,
} from "./annotations";

type Annotations = Readonly<Record<string, string>>;

/** Whether the proxy may read an annotation. */
export type MayRead = (annotation: string) => boolean;

const ends = "no weight ends the sessions that it pins to the canary";

/** Reason why an annotation that pins clients cannot stay; undefined where it can. */
function refuseAffinity(annotations: Annotations, mayRead: MayRead): string | undefined {
  const endsBy = mayRead(affinityOfCanary);
  if (pinsToCanary(annotations))
    return endsBy
      ? `${ends}; or set affinity-canary-behavior to legacy, which ingress-nginx reads and Traefik does not`
      : ends;
  return affinity in annotations && !endsBy
    ? `${ends}; the proxy that counts does not read affinity-canary-behavior`
    : undefined;
}

/**
 * Annotations of stable's Ingress that the weight does not go with.
 * @returns their names, each with the reason
 */
export function judgeAnnotations(
  annotations: Annotations,
  mayRead: MayRead,
): readonly (readonly [name: string, why: string])[] {
  const given = { annotations };
  const of = (names: readonly string[]): readonly string[] => names.filter((name) => name in annotations);
  const pins = refuseAffinity(annotations, mayRead);
  return [
    ...[...findPicks(given), ...(isCanary(given) ? ["nginx.ingress.kubernetes.io/canary"] : [])].map(
      (name) => [name, "the canary has an Ingress of its own, which Sluice makes"] as const,
    ),
    ...of([mirrorTarget]).map(
      (name) => [name, "copies have no end in the write that ends the weight"] as const,
    ),
    ...(pins === undefined ? [] : [[affinity, pins] as const]),
    ...of(replacing).map(
      (name) =>
        [name, "answers behind it cannot be told from good ones; let the app make its error pages"] as const,
    ),
  ];
}

/** Remarks on annotations that pin clients to a pod. */
export const notePinning = (annotations: Annotations): readonly string[] =>
  pinning
    .filter((name) => name in annotations)
    .map(
      (name) =>
        `${name} pins clients: a weight is a share of new sessions, and the share of users lags behind it`,
    );
