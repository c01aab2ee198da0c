import { inClusterServer, renderInClusterKubeconfig } from "../../../../components/core/access/in-cluster";
import { kubectl } from "../../../../components/core/access/kubectl";

const pod = { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "443" };

test("inClusterServer() is the address that a pod is told", () => {
  expect(inClusterServer(pod)).toBe("https://10.0.0.1:443");
  expect(inClusterServer({ ...pod, KUBERNETES_SERVICE_HOST: "fd00::1" })).toBe("https://[fd00::1]:443");
});

test.each([
  ["a machine", {}],
  ["no port", { KUBERNETES_SERVICE_HOST: "10.0.0.1" }],
])("inClusterServer() refuses %s", (_name, variables) => {
  expect(() => inClusterServer(variables)).toThrow(/sluice:cluster.inCluster must be used in a pod: got no /);
});

test("renderInClusterKubeconfig() names the account's files and holds nothing of them", () => {
  expect(JSON.parse(renderInClusterKubeconfig(pod))).toMatchObject({
    "current-context": "in-cluster",
    clusters: [
      {
        cluster: {
          server: "https://10.0.0.1:443",
          "certificate-authority": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
        },
      },
    ],
    users: [{ user: { tokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token" } }],
  });
});

test("kubectl() names the context, and none inside of the cluster", () => {
  expect(kubectl({ context: "prod" }, "get pods")).toBe("kubectl --context prod get pods");
  expect(kubectl({ context: "in-cluster", inCluster: true }, "get pods")).toBe("kubectl get pods");
});
