import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Provider } from "@pulumi/kubernetes/provider";
import { allConfig } from "@pulumi/pulumi/runtime";
import type { Inputs } from "@pulumi/pulumi";
import { Access } from "../components/resources/access";
import { Admission } from "../components/resources/admission";
import type { EnforcedCheck } from "../components/resources/admission";
import { ImageRules } from "../components/resources/image-rules";
import type { RuleObject } from "../components/resources/image-rules";
import { Space } from "../components/resources/space";
import { namespacesOf } from "../components/core/access/environment-space";
import { given } from "../components/core/given";
import { judgeChanges } from "../components/core/access/judge-changes";
import { toDryRunPolicy } from "../components/core/access/dry-run-policy";
import { toProviderArgs } from "../components/resources/cluster-provider";
import { parseSubject } from "../components/core/access/subject";
import { readChecks } from "../policies/cel/read-checks";
import { loadPlatform } from "../stacks/load";
import type { PlatformConfig } from "../stacks/platform";
import { planChecks } from "../stacks/settings/plan-checks";
import { readImageRules } from "./image-rules";

/** The accounts of one namespace. */
const holdersOf = (access: PlatformConfig["access"][number]) => ({
  viewer: access.viewers.map(parseSubject),
  previewer: access.previewers.map(parseSubject),
  releaser: access.releasers.map(parseSubject),
  aborter: access.aborters.map(parseSubject),
});

/** Reads the stack's file and declares its resources. */
export async function declare(root: string): Promise<Inputs> {
  const config = await loadPlatform(root, allConfig());
  return declarePlatform(config, readImageRules(root, config, new Date()));
}

/**
 * The stack of the whole cluster: every check as an admission policy, the rules about images for a controller of the
 * cluster, the namespaces of environments, and the roles of every app's namespace.
 */
export function declarePlatform(
  { cluster, policies, environments, access }: PlatformConfig,
  imageRules: readonly RuleObject[] = [],
): Inputs {
  const provider = new Provider("cluster", toProviderArgs(cluster));
  const inCluster = { providers: { kubernetes: provider } };
  const home = new Namespace("sluice-platform", { metadata: { name: "sluice-platform" } }, { provider });
  const checks = planChecks(policies, readChecks()).map(({ check, ...rest }): EnforcedCheck => ({
    manifest: judgeChanges(check.policy),
    ...rest,
  }));
  const spaces = environments.map((each) => ({ each, space: new Space(each.namespace, each, inCluster) }));
  const previewers = access.flatMap(({ previewers: accounts }) => accounts.map(parseSubject));
  const guard: EnforcedCheck = { manifest: toDryRunPolicy(previewers), enforcement: "deny" };
  const namespace = home.metadata.name;
  const everywhere = { namespaces: [], except: [] };
  const admission = new Admission("checks", { checks, scope: policies, namespace }, inCluster);
  // In every namespace: an account for previews writes nothing where no check is about either.
  const previews = new Admission("previews", { checks: [guard], scope: everywhere, namespace }, inCluster);
  const images =
    imageRules.length === 0 ? [] : [new ImageRules("images", { objects: imageRules }, inCluster)];
  const roles = access.flatMap((each) => {
    const { prometheus, flags } = each;
    const found = spaces.find(({ each: { namespace: own } }) => own === each.namespace);
    const watchdogs = each.watchdogs.map(({ app, router, route = app, kind, logs }) => ({
      app,
      router,
      route,
      logs,
      ...(kind === "GRPCRoute" ? { routeKind: kind } : {}),
    }));
    const args = { holders: holdersOf(each), watchdogs, flags, ...given("prometheus", prometheus) };
    const options = { ...inCluster, dependsOn: [...(found?.space.parts ?? [])] };
    return namespacesOf(found?.each ?? each).map(
      (place) => new Access(place, { ...args, namespace: place }, options),
    );
  });
  return {
    objects: [admission, previews, ...images, ...spaces.map(({ space }) => space), ...roles].reduce(
      (sum, { parts }) => sum + parts.length,
      0,
    ),
    enforced: checks
      .filter(({ enforcement }) => enforcement === "deny")
      .map(({ manifest }) => manifest.metadata.name),
    audited: checks
      .filter(({ enforcement }) => enforcement === "audit")
      .map(({ manifest }) => manifest.metadata.name),
  };
}
