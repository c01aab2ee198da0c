import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { Role } from "@pulumi/kubernetes/rbac/v1/role";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding";
import * as pulumi from "@pulumi/pulumi";
import { flagRoles, flagRules, holdersOf, roleNames, roleRules } from "../core/access/roles";
import type { RoleName, RoleRule } from "../core/access/roles";
import type { Subject } from "../core/access/subject";
import { watchdogRules } from "../core/access/watchdog-rules";
import type { WatchedApp } from "../core/access/watchdog-rules";
import { objectNames } from "../core/settings";

/** Accounts and their roles in one app's namespace. */
export interface AccessArgs {
  readonly namespace: string;
  readonly holders: Readonly<Record<RoleName, readonly Subject[]>>;
  /** Apps whose watchdog Job gets an account with rights on their objects alone. @default none */
  readonly watchdogs?: readonly Omit<WatchedApp, "namespace">[];
  /** Whether an app has flags: who releases and who aborts gets what a flag's run needs on top. @default false */
  readonly flags?: boolean;
  /** Service of Prometheus that is asked through the API server's proxy. */
  readonly prometheus?: { readonly namespace: string; readonly service: string; readonly port: number };
}

const apiGroup = "rbac.authorization.k8s.io";

/** Subjects in RBAC's words, each once. */
function toSubjects(subjects: readonly Subject[]) {
  const texts = new Set(
    subjects.map(({ kind, name, namespace }) =>
      JSON.stringify(kind === "ServiceAccount" ? { kind, name, namespace } : { kind, name, apiGroup }),
    ),
  );
  return [...texts].map((text) => JSON.parse(text) as { kind: string; name: string });
}

/** Roles of one app's namespace with their accounts, and the two reads outside of it. */
export class Access extends pulumi.ComponentResource {
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: AccessArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Access", name, {}, options);
    const { holders, namespace, prometheus, watchdogs = [], flags = false } = args;
    const parts: pulumi.Resource[] = [];
    const bind = (
      id: string,
      object: string,
      place: string,
      rules: readonly RoleRule[],
      subjects: readonly Subject[],
    ) => {
      const metadata = { name: object, namespace: place };
      const role = new Role(id, { metadata, rules: rules.map(copyRule) }, { parent: this });
      parts.push(role);
      if (subjects.length === 0) return;
      const binding = new RoleBinding(
        id,
        { metadata, roleRef: { apiGroup, kind: "Role", name: object }, subjects: toSubjects(subjects) },
        { parent: this, dependsOn: [role] },
      );
      parts.push(binding);
    };
    for (const role of roleNames) {
      const subjects = holdersOf(role).flatMap((each) => holders[each]);
      bind(`${name}-${role}`, `sluice-${role}`, namespace, roleRules(role), subjects);
    }
    if (flags) {
      const subjects = flagRoles.flatMap((role) => holders[role]);
      bind(`${name}-flags`, "sluice-flags", namespace, flagRules, subjects);
    }
    const accounts = watchdogs.map((watched): Subject => {
      const object = objectNames(watched.app).watchdog;
      const metadata = { name: object, namespace };
      parts.push(new ServiceAccount(`${name}-${object}`, { metadata }, { parent: this }));
      const subject = { kind: "ServiceAccount", name: object, namespace } as const;
      bind(`${name}-${object}`, object, namespace, watchdogRules({ ...watched, namespace }), [subject]);
      return subject;
    });
    const everybody = [...roleNames.flatMap((role) => holders[role]), ...accounts];
    const identity = {
      apiGroups: [""],
      resources: ["namespaces"],
      resourceNames: ["kube-system"],
      verbs: ["get"],
    };
    bind(`${name}-identity`, `sluice-${namespace}-identity`, "kube-system", [identity], everybody);
    if (prometheus !== undefined) {
      const { service, port } = prometheus;
      const proxy = {
        apiGroups: [""],
        resources: ["services/proxy"],
        resourceNames: [service, `${service}:${port}`, `https:${service}:${port}`],
        verbs: ["get"],
      };
      bind(`${name}-metrics`, `sluice-${namespace}-metrics`, prometheus.namespace, [proxy], everybody);
    }
    this.parts = parts;
    this.registerOutputs();
  }
}

/** A rule whose lists Pulumi may take as its own. */
function copyRule({ apiGroups, resources, resourceNames, verbs }: RoleRule) {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
    ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
  };
}
