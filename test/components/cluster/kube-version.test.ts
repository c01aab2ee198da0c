import type { Cluster } from "../../../components/cluster/api";
import { readKubeVersion } from "../../../components/cluster/kube-version";

test("a patch release of the cluster, or what its vendor adds, changes nothing", async () => {
  const call = async () => await Promise.resolve({ major: "1", minor: "36+" });
  expect(await readKubeVersion({ call } as unknown as Cluster)).toBe("1.36.0");
});
