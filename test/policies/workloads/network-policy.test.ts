import { networkPolicy } from "../../../policies/workloads/network-policy";
import { messagesOf } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";
import { deployment, labels, object } from "./objects";
import type { Fields } from "./objects";

const rule = (podSelector: Fields, namespace = "prod", more: Fields = {}) =>
  object("kubernetes:networking.k8s.io/v1:NetworkPolicy", { podSelector, ...more }, "shop", namespace);

describe("network-policy", () => {
  const from = (...cidrs: string[]) => [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }];

  test.each<[string, GivenResource[], number]>([
    ["one by the pods' labels", [deployment(), rule({ matchLabels: labels })], 0],
    ["one for the whole namespace", [deployment(), rule({})], 0],
    ["none", [deployment()], 1],
    ["one for others", [deployment(), rule({ matchLabels: { app: "cart" } })], 1],
    ["one of another namespace", [deployment(), rule({}, "test")], 1],
    [
      "one about what goes out only",
      [deployment(), rule({}, "prod", { policyTypes: ["Egress"], egress: [] })],
      1,
    ],
    [
      "one with an empty list of types, which is about what comes in",
      [deployment(), rule({}, "prod", { policyTypes: [] })],
      0,
    ],
    ["one about both", [deployment(), rule({}, "prod", { policyTypes: ["Ingress", "Egress"] })], 0],
    [
      "one without a selector",
      [deployment(), object("kubernetes:networking.k8s.io/v1:NetworkPolicy", { policyTypes: ["Ingress"] })],
      0,
    ],
    ["one that lets everybody in", [deployment(), rule({}, "prod", { ingress: [{}] })], 1],
    ...(
      [
        ["all addresses in quarters", from("0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"), 1],
        ["all addresses, by one of them", from("10.1.2.3/0"), 1],
        ["all of IPv6 in halves", from("::/1", "8000::/1"), 1],
        ["all but one address", [{ from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.9.9.9/32"] } }] }], 1],
        [
          "all but the cluster's",
          [{ from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] }],
          0,
        ],
        ["three quarters", from("0.0.0.0/1", "128.0.0.0/2"), 0],
        ["networks of IPv6", from("2001:db8::/32", "fd00::/8", "fd00::1/128"), 0],
        ["halves in two rules", [...from("0.0.0.0/1"), ...from("128.0.0.0/1")], 1],
        [
          "halves, one of them on a port",
          [...from("0.0.0.0/1"), { ...from("128.0.0.0/1")[0], ports: [{ port: 80 }] }],
          0,
        ],
        [
          "all ports in two ranges",
          [
            {
              ports: [
                { port: 1, endPort: 9999 },
                { port: 9000, endPort: 65_535 },
              ],
            },
          ],
          1,
        ],
        [
          "all ports but one",
          [
            {
              ports: [
                { port: 1, endPort: 9998 },
                { port: 10_000, endPort: 65_535 },
              ],
            },
          ],
          0,
        ],
        [
          "namespaces without a label",
          [{ from: [{ namespaceSelector: { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] } }] }],
          1,
        ],
      ] as const
    ).map(([name, ingress, count]): [string, GivenResource[], number] => [
      name,
      [deployment(), rule({}, "prod", { ingress })],
      count,
    ]),
    ["none for a Rollout", [object("kubernetes:argoproj.io/v1alpha1:Rollout", { template: {} })], 1],
    ["none for a Rollout of a Deployment's pods", [object("kubernetes:argoproj.io/v1alpha1:Rollout", {})], 0],
    [
      "one that lets every pod in",
      [deployment(), rule({}, "prod", { ingress: [{ from: [{ namespaceSelector: {} }] }] })],
      1,
    ],
    [
      "one that lets every address in",
      [deployment(), rule({}, "prod", { ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] })],
      1,
    ],
    [
      "one that opens every port of TCP",
      [deployment(), rule({}, "prod", { ingress: [{ ports: [{ protocol: "TCP" }] }] })],
      1,
    ],
    [
      "one that opens a range of all ports",
      [deployment(), rule({}, "prod", { ingress: [{ ports: [{ port: 1, endPort: 65_535 }] }] })],
      1,
    ],
    [
      "one that opens every port of UDP, or a few",
      [
        deployment(),
        rule({}, "prod", {
          ingress: [{ ports: [{ protocol: "UDP" }, { port: 1, endPort: 99 }, { port: "http" }] }],
        }),
      ],
      0,
    ],
    [
      "one that opens it beside a good one",
      [deployment(), rule({ matchLabels: labels }), rule({}, "prod", { ingress: [{ from: [] }] })],
      1,
    ],
    [
      "one that lets everybody in on a port",
      [deployment(), rule({}, "prod", { ingress: [{ ports: [{ port: 8080 }] }] })],
      0,
    ],
    [
      "one that lets both halves of all addresses in",
      [
        deployment(),
        rule({}, "prod", {
          ingress: [{ from: ["0.0.0.0/1", "128.0.0.0/1"].map((cidr) => ({ ipBlock: { cidr } })) }],
        }),
      ],
      1,
    ],
    [
      "one that lets every namespace in that has a name",
      [
        deployment(),
        rule({}, "prod", {
          ingress: [
            {
              from: [
                {
                  namespaceSelector: {
                    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "Exists" }],
                  },
                },
              ],
            },
          ],
        }),
      ],
      1,
    ],
    [
      "one that lets half of all addresses in",
      [deployment(), rule({}, "prod", { ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/1" } }] }] })],
      0,
    ],
    [
      "one that lets every pod of its namespace in",
      [deployment(), rule({}, "prod", { ingress: [{ from: [{ podSelector: {} }] }] })],
      0,
    ],
    [
      "one that lets some pods in",
      [
        deployment(),
        rule({}, "prod", {
          ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: labels } }] }],
        }),
      ],
      0,
    ],
  ])("judges %s", async (_name, resources, count) => {
    await expect(messagesOf(networkPolicy, resources)).resolves.toHaveLength(count);
  });
});
