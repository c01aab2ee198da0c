/** Tags by which a dashboard finds the annotations of an app's releases. */
export const annotationTags = ({
  app,
  environment,
}: {
  readonly app: string;
  readonly environment: string;
}): readonly string[] => ["sluice", `app:${app}`, `environment:${environment}`];
