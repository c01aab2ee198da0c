import type { JsonObject } from "../../../../components/core/revision/revision";
import { wafSpec } from "../../../support/waf-spec";
import { container, deployment, refuse, service, take } from "../workload/from/set";

const waf = wafSpec();

const serviceOf = (appProtocol: string) =>
  service("shop", { ports: [{ name: "http", port: 80, targetPort: "http", appProtocol }] });

test.each<[string, JsonObject[], string]>([
  [
    "no port that users come to",
    [deployment({ containers: [{ name: "shop", image: "shop:1" }] })],
    "sluice:edge.waf must be left out where no Service or port of the set takes users' requests; name the port in sluice:app.from.port",
  ],
  [
    "a users' port without a name",
    [
      deployment({ containers: [container({ ports: [{ containerPort: 8080 }] })] }),
      service("shop", { ports: [{ port: 8080 }] }),
    ],
    "the users' port of container shop must have a name, which then leads to the firewall: got 8080 without one; give it a name in the set, release that, then add the firewall",
  ],
  [
    "HTTP/2 to the pods",
    [deployment(), serviceOf("kubernetes.io/h2c")],
    "sluice:edge.waf must stand before plain HTTP/1.1: got kubernetes.io/h2c at port 80 of the users' Service; leave the firewall out, or let the pods speak HTTP/1.1",
  ],
  [
    "UDP alone",
    [deployment(), service("shop", { ports: [{ port: 53, targetPort: "http", protocol: "UDP" }] })],
    "sluice:edge.waf must be left out where no Service or port of the set takes users' requests; name the port in sluice:app.from.port",
  ],
  [
    "a container of its name",
    [deployment({ containers: [container(), { name: "waf", image: "x" }] }), service("shop")],
    'sluice:edge.waf must be left out where the set has a container "waf" of its own; give that container another name, or take it out of the set',
  ],
  [
    "a volume of its name",
    [deployment({ volumes: [{ name: "waf-tmp", emptyDir: {} }] }), service("shop")],
    'sluice:edge.waf must have volume "waf-tmp" for itself: got one of the set; give the set\'s volume another name',
  ],
  [
    "the node's network",
    [deployment({ hostNetwork: true }), service("shop")],
    "sluice:edge.waf must be left out with spec.hostNetwork: the node's own address leads past it; take hostNetwork out of the set",
  ],
  [
    "a port of its number",
    [
      deployment({
        containers: [container({ ports: [{ name: "http", containerPort: 8080 }, { containerPort: 8881 }] })],
      }),
      service("shop"),
    ],
    "sluice:edge.waf.metricsPort must be another port than those of the set's containers: got 8881; choose one that nothing in the pods listens on",
  ],
])("%s is refused", (_name, documents, text) => {
  expect(refuse(documents, { waf, container: "shop", parallel: "they may" })).toContain(text);
});

test("plain HTTP by name is what it stands before", () => {
  expect(take([deployment(), serviceOf("http")], { waf }).revision.configuration).toHaveLength(1);
});

test("a stated load that its pods have not asked the CPU for is refused, beside all other problems", () => {
  const loaded = wafSpec({ load: 100 });
  const says = expect.stringContaining("for 100 requests per second by 1 pods: got 100m");
  expect(refuse([deployment(), service("shop")], { waf: loaded })).toEqual([says]);
  expect(refuse([deployment(), serviceOf("grpc")], { waf: loaded })).toEqual([
    expect.stringContaining("plain HTTP/1.1"),
    says,
  ]);
  expect(take([deployment({}, { replicas: 4 }), service("shop")], { waf: loaded }).replicas).toBe(4);
});
