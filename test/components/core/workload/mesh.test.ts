import { explainMesh } from "../../../../components/core/workload/mesh";

const ambient = { labels: { "istio.io/dataplane-mode": "ambient" } };
const linkerd = { annotations: { "linkerd.io/inject": "enabled" } };

test.each([
  ["ambient", ambient, [], "15008"],
  ["ambient with its port open", ambient, [15008], undefined],
  ["Linkerd", linkerd, [15008], "4143"],
  ["Linkerd with its port open", linkerd, [4143], undefined],
  ["Linkerd switched off", { annotations: { "linkerd.io/inject": "disabled" } }, [], undefined],
  ["no mesh", {}, [], undefined],
  ["another mode", { labels: { "istio.io/dataplane-mode": "none" }, annotations: {} }, [], undefined],
])("explainMesh(): %s", (_name, namespace, open, port) => {
  const told = explainMesh({ name: "prod", ...namespace }, open);
  if (port === undefined) expect(told).toBeUndefined();
  else expect(told).toContain(`only where sluice:app.allowPorts has ${port}`);
});
