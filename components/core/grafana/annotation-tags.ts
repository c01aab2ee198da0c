/**
 * Tags by which a dashboard finds the annotations of an app's releases.
 * @param environment - @default all
 */
export const annotationTags = (app: string, environment?: string): readonly string[] => [
  "sluice",
  `app:${app}`,
  ...(environment === undefined ? [] : [`environment:${environment}`]),
];
