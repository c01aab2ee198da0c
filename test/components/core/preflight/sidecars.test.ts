import { listAskedSidecars } from "../../../../components/core/preflight/sidecars";
import type { Marks } from "../../../../components/core/preflight/sidecars";

const labels = (key: string, value: string): Marks => ({ labels: { [key]: value } });
const annotations = (key: string, value: string): Marks => ({ annotations: { [key]: value } });

test.each<[string, Marks, Marks, readonly string[]]>([
  ["nothing", {}, {}, []],
  ["Istio by namespace", {}, labels("istio-injection", "enabled"), ["istio-proxy"]],
  ["Istio by a revision", {}, labels("istio.io/rev", "1-27"), ["istio-proxy"]],
  ["Istio by pod", labels("sidecar.istio.io/inject", "true"), {}, ["istio-proxy"]],
  [
    "Istio by namespace, not this pod",
    annotations("sidecar.istio.io/inject", "false"),
    labels("istio-injection", "enabled"),
    [],
  ],
  ["Istio's ambient mode", {}, { labels: { "istio.io/rev": "a", "istio.io/dataplane-mode": "ambient" } }, []],
  ["Istio switched off", {}, labels("istio-injection", "disabled"), []],
  ["Linkerd by namespace", {}, annotations("linkerd.io/inject", "enabled"), ["linkerd-proxy"]],
  ["Linkerd for a way in", annotations("linkerd.io/inject", "ingress"), {}, ["linkerd-proxy"]],
  [
    "Linkerd not this pod",
    annotations("linkerd.io/inject", "disabled"),
    annotations("linkerd.io/inject", "enabled"),
    [],
  ],
  ["Kuma", {}, labels("kuma.io/sidecar-injection", "enabled"), ["kuma-sidecar"]],
  ["Consul", annotations("consul.hashicorp.com/connect-inject", "true"), {}, ["consul-dataplane"]],
  [
    "Vault and Dapr",
    { annotations: { "vault.hashicorp.com/agent-inject": "true", "dapr.io/enabled": "true" } },
    {},
    ["vault-agent", "daprd"],
  ],
  ["OpenTelemetry", annotations("sidecar.opentelemetry.io/inject", "shop"), {}, ["otc-container"]],
])("listAskedSidecars(): %s", (_, pod, namespace, containers) => {
  expect(listAskedSidecars(pod, namespace).map(({ container }) => container)).toEqual(containers);
});

test("the mark that asks is named, and whose it is", () => {
  expect(listAskedSidecars({}, labels("istio-injection", "enabled"))[0]?.by).toBe(
    "istio-injection: enabled of the namespace",
  );
  expect(listAskedSidecars(labels("istio.io/rev", "a"), {})[0]?.by).toBe("istio.io/rev: a of the pod");
});
