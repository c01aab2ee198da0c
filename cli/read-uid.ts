import { open } from "../components/cluster/connect";
import { RunEnd } from "../components/core/run-end";

/** Uid of the cluster that a context leads to today; undefined where it has no namespace kube-system. */
export async function readUid(context: string): Promise<string | undefined> {
  try {
    const cluster = await open({ context });
    const found = await cluster.find<{ metadata: { uid: string } }>("/api/v1/namespaces/kube-system");
    cluster.close();
    return found?.metadata.uid;
  } catch (error) {
    throw new RunEnd("usage", (error as Error).message, { cause: error });
  }
}
