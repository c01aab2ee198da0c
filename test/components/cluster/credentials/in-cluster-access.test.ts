import { readInClusterAccess } from "../../../../components/cluster/credentials/in-cluster-access";
import { open } from "../../../../components/cluster/connect";
import { kubeconfigFolder } from "./kubeconfig-folder";

const { folder, write } = kubeconfigFolder();
const pod = { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "443" };
const signal = new AbortController().signal;

test("readInClusterAccess() reads the account's token again for each request", async () => {
  write("ca.crt", "CA");
  write("token", "one\n");
  const { server, tls, credentials } = readInClusterAccess(pod, folder);
  expect([server, tls()]).toEqual(["https://10.0.0.1:443", { ca: "CA" }]);
  const first = await credentials.get(signal);
  expect(first.headers).toEqual({ authorization: "Bearer one" });
  expect(credentials.refused(first)).toBe(false);
  write("token", "two\n");
  expect(credentials.refused(first)).toBe(true);
  expect((await credentials.get(signal)).headers).toEqual({ authorization: "Bearer two" });
});

test("open() refuses the cluster around a pod outside of one", async () => {
  delete process.env["KUBERNETES_SERVICE_HOST"];
  await expect(open({ context: "in-cluster", inCluster: true })).rejects.toThrow(
    /sluice:cluster.inCluster must be used in a pod/,
  );
});
