import { dropWritten } from "../../../../../components/core/workload/from/drop-written";
import { deployment, object, service, take } from "./set";

const marker = "bWFya2VyLTUxMDI=";

/** A Secret as `kubectl get -o yaml` prints it. */
const exported = object("v1", "Secret", "key", {
  metadata: {
    name: "key",
    uid: "1",
    resourceVersion: "2",
    creationTimestamp: "2026-01-01T00:00:00Z",
    labels: { team: "shop" },
    annotations: {
      "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"key":"${marker}"}}`,
      "example.org/kept": "yes",
    },
  },
  data: { key: marker },
});

test("dropWritten() leaves out what a cluster wrote, kubectl's copy of a Secret too, and says so once", () => {
  const live = service(
    "shop",
    {},
    { generation: 4, annotations: { "deployment.kubernetes.io/revision": "3" } },
  );
  const { objects, notes } = dropWritten([exported, { ...live, status: { loadBalancer: {} } }]);
  expect(objects).toEqual([
    {
      ...exported,
      metadata: { name: "key", labels: { team: "shop" }, annotations: { "example.org/kept": "yes" } },
    },
    service("shop"),
  ]);
  expect(notes).toEqual([
    "what a cluster wrote is left out (creationTimestamp, deployment.kubernetes.io/revision, generation, kubectl.kubernetes.io/last-applied-configuration, resourceVersion, status, uid): Secret key, Service shop",
  ]);
});

test("dropWritten() says nothing of empty fields that generators write, and changes no other object", () => {
  const generated = { ...service("shop", {}, { creationTimestamp: null }), status: {} };
  const own = object("v1", "ConfigMap", "a", { metadata: { name: "a", annotations: { team: "shop" } } });
  expect(dropWritten([generated, own])).toEqual({ objects: [service("shop"), own], notes: [] });
});

test("renderApp() takes a set that was exported from a cluster, and a Secret's value stands once in it", () => {
  const live = { ...deployment(), metadata: { name: "shop", uid: "4" }, status: { readyReplicas: 2 } };
  const { others, notes } = take([live, service("shop"), exported]);
  expect(JSON.stringify(others).split(marker)).toHaveLength(2);
  expect(notes.join()).toContain("status, uid): Deployment shop, Secret key");
});
