import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import { partOf, textOf } from "../headers/shape";
import type { Found, Need, NeedProblem } from "../need";
import { customHeaders } from "./annotations";

const nameRule = /^[\w-]+$/;

/** Characters of a value that ingress-nginx takes. */
const valueRule = /^[\w :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/;

const path = "sluice:traffic.ingress.annotations";

const ends = "the controller then answers 503 to every request of the Ingress";

/** A ConfigMap that the controller does not take as it is. */
function judgeMap(
  settings: RouteSettings,
  reference: string,
  found: Found | undefined,
): readonly NeedProblem[] {
  const { app, cluster, namespace } = settings;
  const refuse = (rule: string, got: string, fix: string): NeedProblem => ({
    path,
    text: `Cannot route traffic to "${app}": ConfigMap "${reference}" of ${customHeaders} must ${rule}: got ${got}`,
    fix: `${fix}: ${ends}`,
    end: "refused",
  });
  if (found?.kind === "absent")
    return [
      refuse(
        "be there first",
        "none",
        `make it before: ${kubectl(cluster, `get configmaps --namespace ${namespace}`)}`,
      ),
    ];
  if (found?.kind !== "found") return [];
  const wrong = Object.entries(partOf(partOf(found.object)["data"])).filter(
    ([name, value]) => !nameRule.test(name) || !valueRule.test(textOf(value)),
  );
  return wrong.map(([name]) =>
    refuse(
      "have names and values that ingress-nginx takes",
      `header "${name}"`,
      "write it in printable ASCII, on one line",
    ),
  );
}

/**
 * The headers that the user's annotation of stable's Ingress names.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#custom-headers
 */
export function needHeaders(settings: RouteSettings): Need {
  const reference = settings.traffic.ingress?.annotations[customHeaders];
  if (reference === undefined) return { paths: [], judge: () => ({ problems: [], notes: [] }) };
  const [namespace, name] = reference.split("/", 2);
  return {
    paths: [`/api/v1/namespaces/${namespace}/configmaps/${name}`],
    judge: ([found]) => ({
      problems: judgeMap(settings, reference, found),
      notes: [
        `each header of ConfigMap "${reference}" must be in global-allowed-response-headers of the controller's settings, which Sluice does not see: ${ends}`,
      ],
    }),
  };
}
