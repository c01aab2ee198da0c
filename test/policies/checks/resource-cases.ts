import { goodContainer, goodSpec } from "./good-pod";
import { app, deployment, limits, withContainer } from "./objects";
import type { CheckCase } from "./objects";

const pod = "spec.template.spec";
const bare = goodContainer({ resources: undefined });
const ofPod = (resources: object, containers = [bare]) => deployment(goodSpec({ containers, resources }));

/** Resources of containers and of whole pods. */
export const resourceCases: readonly CheckCase[] = [
  {
    name: "a ratio with a fraction",
    given: withContainer(limits("1600Mi")),
    parameters: { "memory-ratio": { ratio: "1.5" } },
    findings: { "memory-ratio": [`${app}.resources.limits.memory`] },
  },
  {
    name: "a limit below a ratio with a fraction",
    given: withContainer(limits("1500Mi")),
    parameters: { "memory-ratio": { ratio: "1.5" } },
    findings: {},
  },
  {
    name: "a ratio that is none",
    given: deployment(goodSpec()),
    parameters: { "memory-ratio": { ratio: "plenty" } },
    findings: { "memory-ratio": ["the configuration of memory-ratio"] },
  },
  {
    name: "resources of the pod as a whole",
    given: ofPod({ requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } }),
    findings: {},
  },
  {
    name: "limits of the pod alone, which are its requests as well",
    given: ofPod({ limits: { cpu: "1", memory: "1Gi" } }, [
      bare,
      goodContainer({ name: "b", resources: {} }),
    ]),
    findings: {},
  },
  {
    name: "a pod that says only its CPU",
    given: ofPod({ requests: { cpu: "1" } }),
    findings: { resources: [`${app}.resources.requests.memory`, `${app}.resources.limits.memory`] },
  },
  {
    name: "a pod that requests memory without a limit",
    given: ofPod({ requests: { cpu: "1", memory: "1Gi" } }),
    findings: { resources: [`${app}.resources.limits.memory`] },
  },
  {
    name: "a pod whose limit is far above its request",
    given: ofPod({ requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "5Gi" } }),
    findings: { "memory-ratio": [`${pod}.resources.limits.memory`] },
  },
  {
    name: "no namespace anywhere",
    given: {
      ...deployment(goodSpec()),
      props: { ...deployment(goodSpec()).props, metadata: { name: "shop" } },
    },
    findings: { "default-namespace": ["metadata.namespace"] },
  },
  {
    name: "the namespace of the provider",
    given: {
      ...deployment(goodSpec()),
      props: { ...deployment(goodSpec()).props, metadata: { name: "shop" } },
      provider: { namespace: "prod" },
    },
    findings: {},
  },
];
