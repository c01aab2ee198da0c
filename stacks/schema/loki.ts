import { mayCarrySecrets } from "../../components/core/access/secure-address";
import { matchPodNames } from "../../components/core/sources/pods";
import { mapping, metricsAddress, promql, text, told } from "../fields/field";
import { secretName } from "./token";

/** `sluice:analysis.metrics[].loki`: whose lines are counted in place of the pods' own. */
export const lokiSchema = mapping("analysis.metrics.loki", {
  address: told("of Loki, as `analysis.prometheus`", metricsAddress()),
  selector: told(
    "streams of both tracks, which have the labels `pod` and `namespace`",
    promql()
      .regex(/^\{.+\}$/, { error: 'be a selector of streams such as {app="shop"}' })
      .optional(),
    `\`{namespace="{{namespace}}",pod=~"${matchPodNames({ app: "{{app}}" })}"}\``,
  ),
  tokenFrom: told(
    "bearer token, for a URL: names an environment variable, or by an absolute path a file",
    secretName().optional(),
    "none",
  ),
  tenant: told(
    "sent as `X-Scope-OrgID`, for a URL",
    text("be a tenant's name", /^[\w!.*'()|-]{1,150}$/).optional(),
    "none",
  ),
}).check((context) => {
  const { address, tokenFrom } = context.value;
  const refuse = (key: "tokenFrom" | "tenant", message: string): void =>
    void context.issues.push({ code: "custom", path: [key], message, input: context.value[key] });
  const isService = address.startsWith("service://");
  for (const key of ["tokenFrom", "tenant"] as const)
    if (isService && context.value[key] !== undefined) refuse(key, "be left out with a service:// address");
  if (!isService && tokenFrom !== undefined && !mayCarrySecrets(address))
    refuse("tokenFrom", "be set with an https address only: plain http can be read on the way");
});
