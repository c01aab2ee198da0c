/** Values that an abort needs where the file lacks them. */
export interface Minimum {
  readonly context?: string | undefined;
  readonly uid?: string | undefined;
  readonly app?: string | undefined;
  readonly namespace?: string | undefined;
  readonly route?: string | undefined;
  readonly router?: string | undefined;
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A route of the command line takes the place of one of another owner, too. */
function ofRoute({ from }: Mapping, route: unknown): Mapping {
  const isNamed = isMapping(from) && "object" in from;
  return route === undefined || !isNamed ? {} : { from: { object: route }, route: undefined };
}

/** Mapping under `sluice:` with the values from the command line, which override the file. */
export function withMinimum(raw: Mapping, { context, uid, app, namespace, route, router }: Minimum): Mapping {
  const given: Readonly<Record<string, Mapping>> = {
    cluster: { context, uid, ...(context === undefined ? {} : { inCluster: undefined }) },
    app: { name: app, namespace },
    traffic: { route, router },
  };
  const all: Record<string, unknown> = { ...raw };
  for (const [key, values] of Object.entries(given)) {
    const set = Object.entries(values).filter(([, value]) => value !== undefined);
    if (set.length === 0) continue;
    const present = raw[key];
    const { inCluster: _around, ...rest } = isMapping(present) ? present : {};
    const kept = key === "cluster" && "inCluster" in values ? rest : isMapping(present) ? present : {};
    all[key] = { ...kept, ...Object.fromEntries(set), ...ofRoute(kept, values["route"]) };
  }
  return all;
}
