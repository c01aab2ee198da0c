import { certManagerGroup } from "../edge/declare-certificate";
import { grpcGateway } from "../routers/gateway/grpc-gateway";
import { routers } from "../routers/routers";
import type { Router } from "../routers/router";
import { policyCopyingRights, policyReadingRights } from "./policy-rights";
import { right } from "./right";
import type { Right } from "./right";
import {
  copyRight,
  eventsRight,
  flagdRights,
  floorRight,
  furtherRights,
  kedaReadingRights,
  kedaRight,
  namespaceRight,
  logsRight,
  readingRights,
  reportsRights,
  scalersRight,
  warningsRight,
  watchdogRight,
  writingRights,
} from "./rights";

/** A rule in the words of RBAC. */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Names that the rule is limited to. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The roles that people and pipelines get in an app's namespace. */
export const roleNames = ["viewer", "previewer", "releaser", "aborter"] as const;

/** One of the roles. */
export type RoleName = (typeof roleNames)[number];

/** Rights in the form of a Role: those with the same group and verbs share a rule. */
export function toRules(rights: readonly Right[]): readonly RoleRule[] {
  const objects = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const { group, resource, subresource, verb } of rights) {
    const name = subresource === undefined ? resource : `${resource}/${subresource}`;
    const object = objects.get(`${group}/${name}`) ?? { group, resource: name, verbs: new Set<string>() };
    object.verbs.add(verb);
    objects.set(`${group}/${name}`, object);
  }
  const rules = new Map<string, { apiGroups: string[]; resources: string[]; verbs: readonly string[] }>();
  for (const { group, resource, verbs } of objects.values()) {
    const key = [group, ...verbs].join(" ");
    const rule = rules.get(key) ?? { apiGroups: [group], resources: [], verbs: [...verbs] };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

/** Kinds that a release makes in an app's namespace, besides those of the routers. */
const declared: readonly { readonly group: string; readonly resource: string }[] = [
  ...["configmaps", "services"].map((resource) => ({ group: "", resource })),
  ...["deployments", "replicasets", "controllerrevisions"].map((resource) => ({ group: "apps", resource })),
  { group: "batch", resource: "jobs" },
  { group: "policy", resource: "poddisruptionbudgets" },
  { group: "networking.k8s.io", resource: "networkpolicies" },
  { group: "autoscaling", resource: "horizontalpodautoscalers" },
  { group: certManagerGroup, resource: "certificates" },
];

/** Kinds that it looks at while it waits. */
const watched = ["pods", "events", "replicationcontrollers", "resourcequotas"];

const reading = ["get", "list", "watch"] as const;

const writing = ["create", "patch", "delete"] as const;

const all = <T>(pick: (router: Router) => readonly T[]): readonly T[] =>
  [...routers, grpcGateway].flatMap(pick);

// Server-side previews are writes with dryRun=All; the admission policy of the platform denies all others.
const declaring = toRules([
  ...watched.flatMap((resource) => reading.map((verb) => right("", resource, verb))),
  ...[...declared, ...all(({ rights }) => rights.declare)].flatMap(({ group, resource }) =>
    [...reading, ...writing].map((verb) => right(group, resource, verb)),
  ),
]);

const own: Readonly<Record<RoleName, readonly RoleRule[]>> = {
  viewer: toRules([
    ...readingRights,
    scalersRight,
    ...kedaReadingRights,
    warningsRight,
    namespaceRight,
    watchdogRight,
    ...reportsRights,
    ...all(({ rights }) => rights.read),
    ...furtherRights,
    ...policyReadingRights,
  ]),
  previewer: declaring,
  aborter: toRules([
    ...writingRights,
    eventsRight,
    floorRight,
    copyRight,
    ...all(({ rights }) => rights.write),
  ]),
  releaser: [...declaring, ...toRules([...policyCopyingRights, logsRight, kedaRight])],
};

/** Rules that an account of some roles has as well where an app of the namespace has flags: role `sluice-flags`. */
export const flagRules: readonly RoleRule[] = toRules(flagdRights);

/** Roles whose accounts have {@link flagRules}: a flag is raised by those who release, and switched off by those who abort. */
export const flagRoles: readonly RoleName[] = ["releaser", "aborter"];

/** Roles whose accounts have a role as well. */
const alsoHeldBy: Readonly<Record<RoleName, readonly RoleName[]>> = {
  viewer: ["previewer", "releaser", "aborter"],
  previewer: [],
  releaser: [],
  aborter: ["releaser"],
};

/** A role's own rules; some accounts have several roles, see {@link holdersOf}. */
export function roleRules(role: RoleName): readonly RoleRule[] {
  return own[role];
}

/** The roles whose accounts are bound to a role: itself, and those that need it as well. */
export function holdersOf(role: RoleName): readonly RoleName[] {
  return [role, ...alsoHeldBy[role]];
}
