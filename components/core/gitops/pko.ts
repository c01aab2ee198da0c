import { kubectl } from "../access/kubectl";
import type { Settings } from "../settings";
import { stageStack } from "../stage/stack-name";
import type { GitopsPart } from "./part";

/** Project that the operator checks out. */
export interface ProjectSource {
  readonly repository: string;
  readonly branch: string;
  /** Folder of Pulumi.yaml in the repository. */
  readonly folder: string;
}

/** Longest time between two tries of a refused stack, seconds: each one asks the gate again. */
const mostBackoffSeconds = 600;

/** Health of a Stack in Argo CD versions that do not know the kind. */
const health = `hs = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.lastUpdate ~= nil then
  hs.message = obj.status.lastUpdate.message or ""
  if obj.status.lastUpdate.state == "succeeded" then hs.status = "Healthy" end
  if obj.status.lastUpdate.state == "failed" then hs.status = "Degraded" end
end
return hs
`;

/**
 * Stacks of the Pulumi Kubernetes Operator, one per stack of the environment, each after the one before it, and their
 * health for Argo CD.
 */
export function renderPko(settings: Settings, source: ProjectSource): readonly GitopsPart[] {
  const { environment, namespace } = settings;
  const names = [environment, ...settings.stages.map(({ key }) => stageStack(environment, key))];
  const toStack = (name: string, index: number): GitopsPart => {
    const before = names[index - 1];
    return {
      where: `for kubectl apply, ${index === 0 ? "the base stack" : "a stage"}`,
      notes:
        index === 0
          ? [
              "backend, envRefs, secretsProvider and serviceAccountName as for your other Stacks.",
              "destroyOnFinalize: true would take the app away with this object.",
            ]
          : [
              "A refused gate is a failed update to the operator, which tries again; retryMaxBackoffDurationSeconds bounds how rarely.",
              "The prerequisite says that the stack before ran, and not that it ran this commit: the gate itself refuses a stage out of its order.",
            ],
      content: {
        apiVersion: "pulumi.com/v1",
        kind: "Stack",
        metadata: {
          name,
          namespace,
          annotations: { "argocd.argoproj.io/sync-wave": String(index) },
        },
        spec: {
          stack: name,
          projectRepo: source.repository,
          branch: source.branch,
          repoDir: source.folder,
          destroyOnFinalize: false,
          continueResyncOnCommitMatch: false,
          retryMaxBackoffDurationSeconds: mostBackoffSeconds,
          ...(before === undefined
            ? {}
            : { prerequisites: [{ name: before, requirement: { succeededWithinDuration: "1h" } }] }),
        },
      },
    };
  };
  const promotion: GitopsPart = {
    where: "after the last stage",
    notes: [
      "The base stack runs once more to promote, which prerequisites cannot say: it would be a circle.",
      `By hand: ${kubectl(settings.cluster, `-n ${namespace} annotate stack ${environment} pulumi.com/reconciliation-request="$(date)" --overwrite`)}`,
      `One run has the whole order, and watches: \`sluice rollout ${environment}\` in a Job or in CI. Prefer it, and leave the operator the base stack alone.`,
    ],
  };
  const argo: GitopsPart = {
    where: "in ConfigMap argocd-cm, where Argo CD applies the Stacks and does not know their health",
    notes: ["Without it a sync wave goes on while its Stack still runs, or has failed."],
    content: { data: { "resource.customizations.health.pulumi.com_Stack": health } },
  };
  return [...names.map(toStack), promotion, argo];
}
