import type { Settings } from "../settings";
import { noteOwnObjects } from "./own-objects";
import type { GitopsPart } from "./part";
import { listSharedObjects } from "./shared-objects";

/** Pieces of an Argo CD Application that lives beside Sluice. */
export function renderArgocd(settings: Settings): readonly GitopsPart[] {
  const shared = listSharedObjects(settings);
  const ignored: GitopsPart = {
    where: "in the Application",
    notes: [
      "Without ignoreDifferences a sync, or selfHeal within seconds, writes the weight of Git over Sluice's.",
      "`sluice status` then names argocd-controller, and no stage rises.",
      "Without RespectIgnoreDifferences=true the fields are only left out of what Argo CD shows, and written all the same.",
      "A commit that changes the rules is then reported as synced and not applied: change them in the live object too.",
      "Not with ServerSideApply=true: it forces conflicts.",
    ],
    content: {
      spec: {
        ignoreDifferences: shared.map(({ group, kind, name, namespace, pointers }) => ({
          group,
          kind,
          name,
          namespace,
          jsonPointers: pointers,
        })),
        syncPolicy: { syncOptions: ["RespectIgnoreDifferences=true"] },
      },
    },
  };
  return [...(shared.length === 0 ? [] : [ignored]), noteOwnObjects(settings)];
}
