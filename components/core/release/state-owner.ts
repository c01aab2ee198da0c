import type { Problem } from "../problem";

/** One resource of a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** App, environment and place that a stack's state is for. */
export interface StateOwner {
  readonly app: string;
  readonly environment: string;
  readonly namespace: string;
  /** uid of namespace kube-system. */
  readonly uid: string;
}

/** The stack that is to be used. */
export interface OwnStack extends StateOwner {
  readonly project: string;
  readonly stack: string;
}

/** Type in a URN, without those of its parents. */
function typeOf({ urn }: StateResource): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function readOwner({ outputs }: StateResource): StateOwner | undefined {
  const { app, environment, namespace, cluster } = Object(outputs?.["settings"]) as Record<string, unknown>;
  const { uid } = Object(cluster) as { uid?: unknown };
  const owner = { app, environment, namespace, uid };
  return Object.values(owner).every((value) => typeof value === "string") ? (owner as StateOwner) : undefined;
}

const describe = ({ app, environment, namespace, uid }: StateOwner): string =>
  `app "${app}" in environment "${environment}", namespace ${namespace} of cluster ${uid}`;

function elsewhere({ app, environment }: OwnStack): string {
  return `a project of its own (name: in Pulumi.yaml, for example ${app}; then sluice init ${environment})`;
}

function giveOwn(own: OwnStack, other: string): string {
  return `give ${own.app} ${elsewhere(own)}, or set sluice:app.name back to ${other}`;
}

/** Problem with its way out. */
type Refusal = Problem & { readonly fix: string };

/**
 * Reason why a stack's state belongs to another app than the one to be deployed: Pulumi deletes objects in the state
 * that are no longer declared, also another app's.
 * @returns undefined where it is of this app, or empty
 */
export function findForeignState(resources: readonly StateResource[], own: OwnStack): Refusal | undefined {
  const owners = resources
    .filter((one) => typeOf(one).startsWith("pulumi-nodejs:dynamic/sluice:"))
    .flatMap((one) => readOwner(one) ?? []);
  const rule = `the state of stack "${own.stack}" in project "${own.project}" must be of ${describe(own)}`;
  const other = owners.find((owner) => describe(owner) !== describe(own));
  if (other !== undefined) {
    const back = `set what differs back, or give the new place a stack of its own: another environment, or ${elsewhere(own)}`;
    return {
      text: `${rule}: got ${describe(other)}; nothing was touched`,
      fix: other.app === own.app ? back : giveOwn(own, other.app),
    };
  }
  const foreign = resources.filter((one) => {
    const type = typeOf(one);
    return type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:");
  });
  const [first] = foreign;
  if (owners.length > 0 || first === undefined) return undefined;
  return {
    text: `${rule}, or empty: got ${foreign.length} resources of another program, ${first.urn} among them; nothing was touched`,
    fix: `give ${own.app} ${elsewhere(own)}`,
  };
}

/**
 * Reason why a stack in which nothing was deployed yet belongs to another app.
 * @param tagged - app that the stack was made for; undefined where the stack has no tag
 */
export function findForeignTag(tagged: string | undefined, own: OwnStack): Refusal | undefined {
  if (tagged === undefined || tagged === own.app) return undefined;
  return {
    text: `stack "${own.stack}" in project "${own.project}" must have been made for app "${own.app}": got app "${tagged}"; nothing was touched`,
    fix: giveOwn(own, tagged),
  };
}
