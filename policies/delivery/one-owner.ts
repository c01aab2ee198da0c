import { routers } from "../../components/core/routers/routers";
import { isWeightKey } from "../../components/core/stage/exposure";
import { splitStackName } from "../../components/core/stage/stack-name";
import { stackPolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import { judgeEach, stackObjects } from "../workloads/stack-objects";
import type { StackObject } from "../workloads/stack-objects";

const keyOf = ({ kind, namespace, name, resource }: StackObject): string =>
  `${kind} ${namespace}/${name ?? resource.name}`;

const force = "pulumi.com/patchForce";

/** A route has one owner: the base stack, once, without force. */
export const oneOwner = stackPolicy({
  name: "one-owner",
  title: "A route belongs to one stack",
  description:
    "Routes are declared once, by an environment's base stack; stages declare no Kubernetes objects at all, and nothing takes a route's fields by force.",
  why: "Two owners of one list of rules overwrite each other: the weight then is whatever ran last.",
  fix: "Declare the route in the base stack only, and let stages move weights by TrafficShift.",
  severity: "critical",
  *checkStack(resources, _config, { stack }) {
    const { environment, key } = splitStackName(stack);
    if (key !== undefined && isWeightKey(key)) {
      const objects = resources.filter(
        ({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:providers"),
      );
      for (const resource of objects) {
        yield {
          resource,
          path: "type",
          rule: "be a resource of the base stack",
          got: resource.type,
          fix: `declare it in ${environment}: a stage owns its gate, its shift and its soak only`,
        };
      }
    }
    const kinds = routers.flatMap((router) => router.kinds.map(({ kind }) => kind));
    const routes = stackObjects(resources, ...kinds);
    const seen = new Map<string, StackObject>();
    yield* judgeEach(routes, function* judge(route): Generator<Finding> {
      const name = keyOf(route);
      const before = seen.get(name);
      seen.set(name, before ?? route);
      if (before !== undefined) {
        yield {
          path: "metadata.name",
          rule: "be declared once",
          got: `${name}, also declared as ${before.resource.name}`,
          fix: "keep one of them",
        };
      }
      const { annotations = {} } = route.metadata as { annotations?: Record<string, string> };
      if (annotations[force] !== "true") return;
      yield {
        path: `metadata.annotations[${force}]`,
        rule: "be absent",
        got: "true",
        fix: "remove it: a conflict means that another writer moved the traffic",
      };
    });
  },
});
