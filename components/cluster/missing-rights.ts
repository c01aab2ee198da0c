import type { Right } from "../core/access/right";
import type { Cluster } from "./api";

interface AccessReview {
  readonly status?: { readonly allowed?: boolean };
}

/** Asks the API server which of the rights this account lacks in a namespace; every account may ask that. */
export async function findMissingRights(
  cluster: Cluster,
  namespace: string,
  rights: readonly Right[],
): Promise<readonly Right[]> {
  const allowed = await Promise.all(
    rights.map(async ({ group, resource, subresource, verb }) => {
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
    }),
  );
  return rights.filter((_, index) => !allowed[index]);
}
