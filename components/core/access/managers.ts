/** Field managers under which tools write that keep objects as Git, or a chart, has them. */
export const managers = {
  argo: /^argocd-/,
  flux: /^kustomize-controller$/,
  fluxHelm: /^helm-controller$/,
} as const;
