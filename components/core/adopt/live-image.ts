import { imageDigest } from "../workload/image";
import { mayServe } from "../workload/pod";
import type { Pod } from "../workload/pod";

/**
 * Image with digest that a container of running pods has: its own, or the one that all of them report for its tag.
 * @returns undefined where they report several, or none
 */
export function findLiveImage(
  image: string | undefined,
  container: string,
  pods: readonly Pod[],
): string | undefined {
  if (image === undefined || imageDigest(image) !== undefined) return image;
  const serving = pods.filter(mayServe);
  const digests = serving.map(({ status }) =>
    imageDigest(status?.containerStatuses?.find(({ name }) => name === container)?.imageID ?? ""),
  );
  const [digest] = digests;
  if (digest === undefined || digests.some((one) => one !== digest)) return undefined;
  return `${image.replace(/:[^/:]+$/, "")}@${digest}`;
}
