import type { Cluster } from "../../cluster/api";
import { lookUpList } from "../../cluster/look-up";
import { listServedKinds } from "../../cluster/discovery";
import { findAttached } from "../../core/attached/find-attached";
import type { Policy } from "../../core/attached/hook";
import type { AttachedReading } from "../../core/attached/judge-attached";
import type { RuleNames } from "../../core/attached/place";
import { mayName } from "../../core/attached/policy-kind";
import type { PolicyKind } from "../../core/attached/policy-kind";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import { everywherePath, objectPath } from "../../core/routers/routed-kind";
import type { RouterObject } from "../../core/routers/routed-kind";
import { routerOf } from "../../core/routers/routers";

const noRules: RuleNames = { own: [], probes: [], others: [] };

interface Looked {
  readonly policies: readonly Policy[];
  /** For people. */
  readonly unseen?: string;
}

async function list(
  cluster: Cluster,
  kind: PolicyKind,
  path: string,
): Promise<readonly Policy[] | undefined> {
  const items = await lookUpList<Pick<Policy, "metadata"> & Partial<Policy>>(cluster, path);
  return items?.map(({ metadata, spec = {} }) => ({ kind, metadata, spec }));
}

/** Objects of one kind: for most only those beside the app can be meant, a DestinationRule may be anywhere. */
async function look(cluster: Cluster, kind: PolicyKind, namespace: string): Promise<Looked> {
  const isAnywhere = kind.kind === "DestinationRule";
  const { group, resource } = kind;
  const everywhere = isAnywhere ? await list(cluster, kind, everywherePath(kind)) : undefined;
  if (everywhere !== undefined) return { policies: everywhere };
  const here = await list(cluster, kind, objectPath(kind, namespace));
  if (here === undefined) return { policies: [], unseen: `${resource} (${group})` };
  return {
    policies: here,
    ...(isAnywhere ? { unseen: `${resource} (${group}) of other namespaces than ${namespace}` } : {}),
  };
}

/**
 * Searches for policies that name the app's Service, route or rule.
 * @param route - the live route, by whose rules' names a policy may be for one of them
 */
export async function readAttached(
  cluster: Cluster,
  settings: RouteSettings,
  route: RouterObject | undefined,
): Promise<AttachedReading> {
  const served = await listServedKinds(cluster);
  const looked = await Promise.all(
    (served ?? []).filter(mayName).map(async (kind) => await look(cluster, kind, settings.namespace)),
  );
  const router = routerOf(settings);
  const rules = route === undefined ? undefined : router.ruleNames?.(route, settings);
  const policies = looked.flatMap((one) => one.policies);
  return {
    ...findAttached({
      settings,
      policies,
      rules: rules ?? noRules,
      hasProbes: router.can.probe || router.call !== undefined,
    }),
    unseen: [
      ...(served === undefined ? ["all kinds, which the API server does not list at once"] : []),
      ...looked.flatMap(({ unseen }) => (unseen === undefined ? [] : [unseen])),
    ],
  };
}
