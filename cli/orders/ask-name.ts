import type { Environment } from "../environment";

/** Name by which the API server knows who asks; undefined where it does not say. */
export async function askName({ cluster }: Pick<Environment, "cluster">): Promise<string | undefined> {
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  const answer = await cluster
    .call<{ status?: { userInfo?: { username?: string } } }>("POST", path, { body })
    .catch(() => undefined);
  return answer?.status?.userInfo?.username;
}
