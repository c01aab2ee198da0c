import type { Right } from "../core/access/right";
import { inParallel } from "../http/in-parallel";
import type { Cluster } from "./api";

interface AccessReview {
  readonly status?: { readonly allowed?: boolean };
}

/** Questions at once: each needs a connection of its own, and opening one takes longer than an answer. */
const lanes = 6;

/** Asks the API server which of the rights this account lacks in a namespace; every account may ask that. */
export async function findMissingRights(
  cluster: Cluster,
  namespace: string,
  rights: readonly Right[],
): Promise<readonly Right[]> {
  const isAllowed = async ({ group, resource, subresource, verb }: Right): Promise<boolean> => {
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: {
        resourceAttributes: { namespace, group, resource, verb, ...(subresource ? { subresource } : {}) },
      },
    };
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const { status } = await cluster.call<AccessReview>("POST", path, { body });
    return status?.allowed === true;
  };
  const allowed = await inParallel(rights, lanes, isAllowed);
  return rights.filter((_one, at) => allowed[at] !== true);
}
