import type { Minimum } from "../../stacks/files/minimum";
import { readUid } from "../read-uid";

/**
 * Values of the command line, with the cluster's uid where it was left out: whoever names a context there says which
 * cluster is meant.
 */
export async function withUid(minimum: Minimum): Promise<Minimum> {
  const { context, uid } = minimum;
  return context === undefined || uid !== undefined ? minimum : { ...minimum, uid: await readUid(context) };
}
