/** Fields of metadata that the API server writes. */
export const writtenFields = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
] as const;

/** Annotations that kubectl or a controller writes; the first repeats the whole object, values of a Secret as well. */
export const writtenAnnotations = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
] as const;
