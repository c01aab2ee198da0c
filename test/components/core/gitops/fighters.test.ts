import { reconcileWeight } from "../../../../components/core/ledger/transitions/reconcile-weight";
import { now, route, running } from "../release/world";

const at = "2026-11-21T10:00:00Z";

test.each([
  ["argocd-controller", "Argo CD", "argocd"],
  ["kustomize-controller", "Flux", "flux"],
  ["helm-controller", "Flux", "flux"],
])(
  "drift names the tool behind %s, which writes again, and what it has to leave alone",
  (manager, tool, name) => {
    const live = route(20, "1-e", { lastWriter: { manager, at } });
    expect(reconcileWeight(running(50, "soaking"), live, now)).toEqual({
      kind: "drift",
      text: `live weight is 20 %, the ledger has 50 %; the rules were last written by ${manager} (${tool}, which writes them again and again) at ${at}`,
      fix: `\`sluice gitops ${name} prod\` writes what ${tool} has to leave alone; then set the weight back to 50 %, or \`sluice abort prod\` puts all traffic on stable`,
    });
  },
);
