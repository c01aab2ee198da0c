import { toWafConfiguration } from "../../../components/core/edge/sidecar";
import type { WafSpec } from "../../../components/core/edge/waf";
import { appLabel } from "../../../components/revisions/revision-objects";
import { wafSpec } from "../../support/waf-spec";
import type { GivenResource } from "../pack/run-policy";
import { goodSpec } from "./good-pod";
import { object } from "./objects";
import type { CheckCase } from "./objects";
import { asWorkload } from "./workload";

type Fields = Record<string, unknown>;

/** Parameters of the checks that most cases are for. */
export const edgeParameters = (namespace: string) => ({
  firewall: { apps: `other/shop, ${namespace}/shop` },
  "route-headers": { headers: "Strict-Transport-Security, X-Content-Type-Options" },
});

const parameters = edgeParameters("prod");

/** Whether a case is for {@link edgeParameters}. */
export const isForEdge = (one: CheckCase): boolean => one.parameters === parameters;

const labels = { "app.kubernetes.io/name": "shop" };

/** A Deployment of the app, as any tool writes it. */
const shopWith = (spec: Fields, own: Fields = labels): GivenResource => {
  const { type, props } = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec(spec) });
  return { type, props: { ...props, metadata: { name: "shop", namespace: "prod", labels: own } } };
};

const { containers } = goodSpec() as { readonly containers: readonly [Fields] };

/** The firewall beside the app; restarted with the pod, as a native sidecar is. */
const sidecar = { ...containers[0], name: "waf", restartPolicy: "Always" };

const { restartPolicy: _, livenessProbe: __, readinessProbe: ___, ...shortLived }: Fields = sidecar;

/** Configuration of the firewall, as Sluice writes it. */
const rulesOf = (spec: Partial<WafSpec> = {}): GivenResource => {
  const { data } = toWafConfiguration("shop", wafSpec(spec), { port: 8080 });
  return object(
    "kubernetes:core/v1:ConfigMap",
    { data, immutable: true },
    { labels: { [appLabel]: "shop" } },
  );
};

const modifier = (...names: readonly string[]) => ({
  type: "ResponseHeaderModifier",
  responseHeaderModifier: { set: names.map((name) => ({ name, value: "x" })) },
});

/** An HTTPRoute with these rules. */
const routeOf = (...rules: readonly Fields[]): GivenResource =>
  object("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", { spec: { rules } });

/** A rule with every header that is asked for. */
const fullRule = {
  backendRefs: [{ name: "shop", port: 80 }],
  filters: [modifier("strict-transport-security", "X-Content-Type-Options")],
};

const probe = { matches: [{ headers: [{ name: "X-Sluice-Probe", value: "k-stable" }] }] };
const redirect = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };

const virtual = (...http: readonly Fields[]): GivenResource =>
  object("kubernetes:networking.istio.io/v1:VirtualService", { spec: { hosts: ["shop.example.org"], http } });

const of = (name: string, given: GivenResource, id?: string, ...places: readonly string[]): CheckCase => ({
  name,
  given,
  parameters,
  findings: id === undefined ? {} : { [id]: places },
});

const exclusion = { rule: 942_100, owner: "search", expires: "2027-01-31" };
const atRules = "data[modsecurity.conf]";
const atPods = "spec.template.spec.initContainers";
const set = (...names: readonly string[]) => ({
  route: [{ destination: { host: "shop" } }],
  headers: { response: { set: Object.fromEntries(names.map((name) => [name, "x"])) } },
});

/** Firewalls and headers that an API server can see. */
export const edgeCases: readonly CheckCase[] = [
  of("an app with its firewall", shopWith({ initContainers: [sidecar] })),
  of("an app without its firewall", shopWith({}), "firewall", atPods),
  of(
    "a firewall that ends before the app begins",
    shopWith({ initContainers: [shortLived] }),
    "firewall",
    atPods,
  ),
  of("an app that need not have one", shopWith({}, { "app.kubernetes.io/name": "shop2" })),
  of("an app without a label", shopWith({}, {})),
  { name: "an app without its firewall where none is asked for", given: shopWith({}), findings: {} },
  of("rules that refuse", rulesOf()),
  of("rules that only detect", rulesOf({ mode: "detect" }), "firewall-rules", atRules),
  of("an exclusion for every request", rulesOf({ exclusions: [exclusion] }), "firewall-rules", atRules),
  of(
    "exclusions for a path and for a part of requests",
    rulesOf({
      exclusions: [
        { ...exclusion, path: "/search" },
        { ...exclusion, target: "ARGS:q" },
      ],
    }),
  ),
  of(
    "another ConfigMap of the app",
    object("kubernetes:core/v1:ConfigMap", { data: { a: "b" } }, { labels }),
  ),
  of("a route that sets the headers", routeOf(fullRule, redirect, probe)),
  of(
    "a rule that sets one of them",
    routeOf(fullRule, { filters: [modifier("Strict-Transport-Security")] }),
    "route-headers",
    "spec.rules[].filters",
  ),
  of(
    "a rule that adds one of them",
    routeOf({
      filters: [
        {
          type: "ResponseHeaderModifier",
          responseHeaderModifier: {
            set: [{ name: "Strict-Transport-Security", value: "x" }],
            add: [{ name: "X-Content-Type-Options", value: "x" }],
          },
        },
      ],
    }),
  ),
  { name: "a route without headers where none are asked for", given: routeOf({}), findings: {} },
  of(
    "a VirtualService without them",
    virtual(set("strict-transport-security")),
    "route-headers",
    "spec.http[].headers.response",
  ),
  of(
    "a VirtualService with them, a redirection and a probe",
    virtual(
      set("strict-transport-security", "x-content-type-options"),
      { redirect: { authority: "shop.example.org" } },
      { match: [{ headers: { "x-sluice-probe": { exact: "k" } } }] },
    ),
  ),
];
