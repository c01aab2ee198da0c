import { resourcePolicy } from "../pack/policy";
import { toKubernetesObjects } from "./kubernetes-object";
import { findRemovedApi } from "../../components/core/workload/removed-apis";
import { findUnserved } from "./served-apis";

/** Objects in versions that the cluster still serves. */
export const deprecatedApis = resourcePolicy({
  name: "deprecated-apis",
  title: "APIs that Kubernetes serves",
  description: "Objects are written in versions of their API that Kubernetes 1.36 serves.",
  why: "What an upgrade of the cluster removes fails in the middle of the next release instead of in its preview.",
  fix: "Write the object in the version that the message names.",
  severity: "high",
  framework: {
    name: "Kubernetes deprecation policy",
    version: "1.36",
    reference: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
    specification: "removed APIs by release",
  },
  *check(resource) {
    for (const { apiVersion, kind, prefix } of toKubernetesObjects(resource)) {
      const instead = findUnserved(apiVersion, kind);
      if (instead === undefined) continue;
      const removed = findRemovedApi(apiVersion, kind);
      yield {
        path: `${prefix}apiVersion`,
        rule: `be one that Kubernetes 1.36 serves for ${kind}`,
        got: removed === undefined ? apiVersion : `${apiVersion}, removed in ${removed.removedIn}`,
        fix: `use ${removed?.instead ?? instead}`,
      };
    }
  },
});
