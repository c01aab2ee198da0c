import { describeWriter, explainWayOut } from "../../../../components/core/gitops/explain-writer";

const at = "2026-11-21T10:00:00Z";

test.each([
  [undefined, "the rules were last written by an unknown writer"],
  [{ manager: "kubectl-edit", at }, `the rules were last written by kubectl-edit at ${at}`],
  [
    { manager: "argocd-controller", at },
    `the rules were last written by argocd-controller (Argo CD, which writes them again and again) at ${at}`,
  ],
])("the writer %j is named", (writer, text) => {
  expect(describeWriter(writer)).toBe(text);
});

test.each([
  [undefined, undefined, "`sluice abort prod` puts all traffic on stable"],
  [
    { manager: "kubectl-edit", at },
    "5 %",
    "set the weight back to 5 %, or `sluice abort prod` puts all traffic on stable",
  ],
  [
    { manager: "kustomize-controller", at },
    undefined,
    "`sluice gitops flux prod` writes what Flux has to leave alone; then `sluice abort prod` puts all traffic on stable",
  ],
])("the way out of what %j wrote, where %j settles it", (writer, back, text) => {
  expect(explainWayOut("prod", writer, back)).toBe(text);
});
