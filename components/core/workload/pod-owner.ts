import type { ObjectMeta } from "../object-meta";
import { objectNames } from "../settings";
import { tracks } from "../track";

/** Labels and owners of a pod. */
export type OwnedPod = Pick<ObjectMeta, "labels" | "ownerReferences">;

/** Whether a Deployment made a pod: its ReplicaSets are named by it and by the hash that their pods carry. */
export const isMadeBy = ({ labels = {}, ownerReferences = [] }: OwnedPod, deployment: string): boolean =>
  ownerReferences.some(({ name }) => name === `${deployment}-${labels["pod-template-hash"]}`);

/**
 * Whether a pod with the labels of a track was made by another owner than the tracks' Deployments, e.g. by a copy of one
 * of them. One without an owner is not told from a track's.
 */
export const isStranger = (pod: OwnedPod, app: string): boolean =>
  (pod.ownerReferences ?? []).length > 0 &&
  !tracks.some((track) => isMadeBy(pod, objectNames(app).track(track)));
