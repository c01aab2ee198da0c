/** Names of labels and annotations, by their beginnings, by which a tool finds what is its own, and would remove it. */
export const ownerMarks = [
  "argocd.argoproj.io/",
  "kustomize.toolkit.fluxcd.io/",
  "helm.toolkit.fluxcd.io/",
  "meta.helm.sh/",
  "app.kubernetes.io/managed-by",
  "helm.sh/resource-policy",
  "applyset.kubernetes.io/",
] as const;

/** Values of the label managed-by that name such a tool; others are the user's own words. */
const tools = /^(helm|pulumi|argo-?cd|flux|flagger)$/i;

/** Whether a label or annotation is a tool's mark of what is its own. */
export const isOwnerMark = (name: string, value: unknown): boolean =>
  ownerMarks.some((mark) => name.startsWith(mark)) &&
  (name !== "app.kubernetes.io/managed-by" || tools.test(String(value)));
