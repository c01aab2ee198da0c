import { copiedKinds, refusedKinds } from "../attached/policy-kind";
import { right } from "./right";
import type { Right } from "./right";

/** Rights to find policies that name the app's Service, route or rule: best effort, what may not be listed is named. */
export const policyReadingRights: readonly Right[] = [...copiedKinds, ...refusedKinds].map(
  ({ group, resource }) => right(group, resource, "list"),
);

/** Rights to give the canary copies of them, demanded where one is due. */
export const policyCopyingRights: readonly Right[] = copiedKinds.flatMap(({ group, resource }) =>
  ["create", "patch", "delete"].map((verb) => right(group, resource, verb)),
);
