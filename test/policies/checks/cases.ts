import { edgeCases } from "./edge-cases";
import { goodContainer, goodImage, goodSpec } from "./good-pod";
import { imageCases } from "./image-cases";
import { ingressCases } from "./ingress-cases";
import {
  app,
  bound,
  budget,
  deployment,
  ingress,
  limits,
  paths,
  role,
  service,
  withContainer,
} from "./objects";
import type { CheckCase } from "./objects";
import { rbacCases } from "./rbac-cases";
import { resourceCases } from "./resource-cases";
import { commandCases } from "./command-cases";
import { secretCases } from "./secret-cases";
import { tlsCases } from "./tls-cases";
import { asWorkload } from "./workload";

/** Objects with what each check that is no Pod Security Standard says about them. */
export const checkCases: readonly CheckCase[] = [
  { name: "a good Deployment", given: deployment(goodSpec()), findings: {} },
  {
    name: "a token by default",
    given: deployment(goodSpec({ automountServiceAccountToken: undefined })),
    findings: { "service-account-token": ["spec.template.spec.automountServiceAccountToken"] },
  },
  {
    name: "a writable root",
    given: withContainer({
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    }),
    findings: { "read-only-root": [`${app}.securityContext.readOnlyRootFilesystem`] },
  },
  {
    name: "the tag latest",
    given: withContainer({ image: "registry.example.org:5000/shop:latest" }),
    findings: { "image-latest": [`${app}.image`], "image-digest": [`${app}.image`] },
  },
  {
    name: "no tag behind a port",
    given: withContainer({ image: "registry.example.org:5000/shop" }),
    findings: { "image-latest": [`${app}.image`], "image-digest": [`${app}.image`] },
  },
  {
    name: "a tag without digest",
    given: withContainer({ image: "registry.example.org/shop:v1" }),
    findings: { "image-digest": [`${app}.image`] },
  },
  {
    name: "a tag and a digest",
    given: withContainer({ image: goodImage.replace("@", ":latest@") }),
    findings: {},
  },
  {
    name: "an unknown registry",
    given: deployment(goodSpec()),
    parameters: { "image-registry": { registries: "a.example.org/,b.example.org/" } },
    findings: { "image-registry": [`${app}.image`] },
  },
  {
    name: "a known registry",
    given: deployment(goodSpec()),
    parameters: { "image-registry": { registries: "a.example.org/,registry.example.org/" } },
    findings: {},
  },
  {
    name: "no resources",
    given: withContainer({ resources: {} }),
    findings: {
      resources: [
        `${app}.resources.requests.cpu`,
        `${app}.resources.requests.memory`,
        `${app}.resources.limits.memory`,
      ],
    },
  },
  { name: "a limit at its ratio", given: withContainer(limits("4Gi")), findings: {} },
  {
    name: "a limit far above its request",
    given: withContainer(limits("5Gi")),
    findings: { "memory-ratio": [`${app}.resources.limits.memory`] },
  },
  {
    name: "another ratio",
    given: withContainer(limits("4Gi")),
    parameters: { "memory-ratio": { ratio: "2" } },
    findings: { "memory-ratio": [`${app}.resources.limits.memory`] },
  },
  {
    name: "no probes",
    given: withContainer({ readinessProbe: undefined, livenessProbe: undefined }),
    findings: { probes: [`${app}.readinessProbe`, `${app}.livenessProbe`] },
  },
  {
    name: "a Job without probes",
    given: asWorkload("kubernetes:batch/v1:Job", {
      spec: goodSpec({
        restartPolicy: "Never",
        containers: [goodContainer({ readinessProbe: undefined, livenessProbe: undefined })],
      }),
    }),
    findings: {},
  },
  {
    name: "secrets in plain text",
    given: withContainer({
      env: [
        { name: "DB_PASSWORD", value: "hunter2" },
        { name: "API_TOKEN", valueFrom: { secretKeyRef: { name: "api", key: "token" } } },
        { name: "TOKENS_PER_MINUTE", value: "5" },
      ],
    }),
    findings: { "literal-secrets": [`${app}.env`] },
  },
  {
    name: "a naked pod",
    given: asWorkload("kubernetes:core/v1:Pod", { spec: goodSpec() }),
    findings: { "naked-pods": ["metadata.ownerReferences"] },
  },
  {
    name: "a NodePort and an external address",
    given: service({ type: "NodePort", externalIPs: ["203.0.113.1"] }),
    findings: { "service-exposure": ["spec.type", "spec.externalIPs"] },
  },
  { name: "an inner Service", given: service({ selector: { a: "b" } }), findings: {} },
  {
    name: "an Ingress without TLS and host",
    given: ingress({
      tls: [{ hosts: ["a.example.org"], secretName: "tls" }],
      rules: [
        { host: "a.example.org", ...paths },
        { host: "b.example.org", ...paths },
        { host: "*.example.org", ...paths },
        paths,
      ],
    }),
    findings: { "ingress-tls": ["spec.tls", "spec.tls", "spec.rules", "spec.rules"] },
  },
  {
    name: "an Ingress with a snippet",
    given: ingress(
      {
        tls: [{ hosts: ["a.example.org"], secretName: "tls" }],
        rules: [{ host: "a.example.org", ...paths }],
      },
      { "nginx.ingress.kubernetes.io/server-snippet": "return 200;" },
    ),
    findings: { "ingress-snippets": ["metadata.annotations[nginx.ingress.kubernetes.io/server-snippet]"] },
  },
  {
    name: "a role with wildcards",
    given: role(
      { apiGroups: [""], resources: ["pods"], verbs: ["*"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    ),
    findings: { "rbac-wildcards": ["rules"] },
  },
  {
    name: "a role that gives all others",
    given: role(
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get", "escalate"] },
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
    ),
    findings: { "rbac-escalation": ["rules", "rules"] },
  },
  {
    name: "cluster-admin for everybody",
    given: bound("cluster-admin", "system:authenticated"),
    findings: { "rbac-cluster-admin": ["roleRef.name", "subjects"] },
  },
  { name: "a role for some", given: bound("view", "team"), findings: {} },
  {
    name: "a budget that lets none go",
    given: budget({ maxUnavailable: 0 }),
    findings: { "budget-allows-disruption": ["spec.maxUnavailable"] },
  },
  {
    name: "a budget that keeps all",
    given: budget({ minAvailable: "100%" }),
    findings: { "budget-allows-disruption": ["spec.minAvailable"] },
  },
  { name: "a good budget", given: budget({ maxUnavailable: 1 }), findings: {} },
  {
    name: "the namespace default",
    given: {
      ...deployment(goodSpec()),
      props: { ...deployment(goodSpec()).props, metadata: { name: "shop", namespace: "default" } },
    },
    findings: { "default-namespace": ["metadata.namespace"] },
  },
  ...imageCases,
  ...ingressCases,
  ...rbacCases,
  ...resourceCases,
  ...secretCases,
  ...commandCases,
  ...tlsCases,
  ...edgeCases,
];
