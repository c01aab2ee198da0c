import { decisionsQuery } from "../../components/core/edge/judged-waf";
import { judgeLoad } from "../../components/core/edge/judge-load";
import { isOwnMode } from "../../components/core/edge/waf";
import type { WafSpec } from "../../components/core/edge/waf";
import type { EventMetric } from "../../components/core/evidence/metric-rule";
import { given } from "../../components/core/given";
import { firewallEvent } from "../../components/core/verdict/outcome-rules";
import { parseQuantity } from "../../components/core/workload/sizes/quantity";
import { headersAt } from "./headers";
import type { EnvironmentConfig } from "../schema/schema";
import type { SettingProblem } from "./setting-problem";
import { toQuantities } from "./quantities";

/** Media type of a browser's report of a violation. */
const reportType = "application/csp-report";

type Edge = EnvironmentConfig["edge"];

type Waf = NonNullable<NonNullable<Edge>["waf"]>;

/** The firewall that stands in the pods, if there is any. */
function findOwn(edge: Edge): (Waf & Pick<WafSpec, "mode" | "image">) | undefined {
  const waf = edge?.waf;
  const { mode, image } = waf ?? {};
  // Without an image there is a problem of the file already.
  if (waf === undefined || image === undefined || !isOwnMode(mode)) return undefined;
  return { ...waf, mode, image };
}

/** The firewall that pods get; undefined where there is none. */
export function toWaf(config: Pick<EnvironmentConfig, "edge" | "traffic">): WafSpec | undefined {
  const waf = findOwn(config.edge);
  if (waf === undefined) return undefined;
  const {
    judged: _,
    blocked: __,
    bodyLimit,
    exclusions,
    rateLimit,
    resources,
    load,
    paranoia,
    ...rest
  } = waf;
  return {
    ...rest,
    ...given("headers", headersAt("pods", config)),
    // The content type of browsers' reports has to come through.
    ...(config.edge?.headers?.csp.reportTo === undefined
      ? {}
      : { contentTypes: [...new Set([...waf.contentTypes, reportType])] }),
    paranoia: { block: paranoia.block, detect: paranoia.detect ?? paranoia.block },
    ...given("load", load),
    bodyLimitBytes: parseQuantity(String(bodyLimit)) as number,
    exclusions: exclusions.map(({ rule, path, target, owner, expires }) => ({
      rule,
      ...given("path", path),
      ...given("target", target),
      owner,
      expires,
    })),
    ...given("rateLimit", rateLimit),
    resources: {
      requests: toQuantities(resources.requests),
      limits: toQuantities(resources.limits),
    },
  };
}

/**
 * Metric of the requests that the rules refuse, or would refuse in mode `detect`: both count the same, so that a change of
 * the mode alone is no change of it. A firewall in front is counted by a person's own queries.
 */
export function toWafMetrics({
  edge,
  analysis,
}: Pick<EnvironmentConfig, "edge" | "analysis">): readonly EventMetric[] {
  const isNamed = analysis.metrics.some(({ name }) => name === firewallEvent);
  if (edge?.waf?.judged !== true || isNamed) return [];
  const metric = { kind: "events", name: firewallEvent, toleratedRatio: 2 } as const;
  const { mode, blocked } = edge.waf;
  if (mode === "external" && blocked !== undefined) return [{ ...metric, queries: blocked }];
  return findOwn(edge) === undefined ? [] : [{ ...metric, query: decisionsQuery }];
}

/** A firewall that has asked for too little; a rendered set is looked at where its pods are known. */
function findThin(config: Pick<EnvironmentConfig, "edge" | "app" | "traffic">): readonly SettingProblem[] {
  const { app } = config;
  const spec = app.from === undefined ? toWaf(config) : undefined;
  const thin = spec && judgeLoad(spec, app.autoscale?.maxReplicas ?? app.replicas);
  if (thin === undefined) return [];
  const { rule, got, fix } = thin;
  const path = ["edge", "waf", "resources", "requests", "cpu"];
  return [{ path, message: `${rule}: ${fix}`, input: got }];
}

/** Settings that a firewall does not go together with. */
export function findEdgeProblems(
  config: Pick<EnvironmentConfig, "edge" | "app" | "analysis" | "traffic">,
): readonly SettingProblem[] {
  const { edge, app, analysis } = config;
  const waf = findOwn(edge);
  if (waf === undefined) return [];
  const refuse = (path: SettingProblem["path"], message: string, input: unknown): SettingProblem => ({
    path,
    message,
    input,
  });
  // A rendered set has its own ports, and is looked at where it is rendered.
  const own = app.from === undefined ? [app.port, app.metrics.port] : [];
  return [
    ...(app.adopt === undefined
      ? []
      : [
          refuse(
            ["edge", "waf"],
            "be left out with app.adopt: the Service of another owner decides on the pods' port",
            waf.mode,
          ),
        ]),
    ...(["port", "metricsPort"] as const)
      .filter((key) => own.includes(waf[key]) || app.allowPorts.includes(waf[key]))
      .map((key) => refuse(["edge", "waf", key], "be another one than the app's own ports", waf[key])),
    ...app.allowPorts.flatMap((port, index) =>
      app.from === undefined && port === app.port
        ? [
            refuse(
              ["app", "allowPorts", index],
              "be left out with edge.waf: requests to the app's own port pass the firewall by",
              port,
            ),
          ]
        : [],
    ),
    ...findThin(config),
    ...(analysis.query?.protocol === "grpc"
      ? [refuse(["edge", "waf"], "be left out for gRPC, which its rules cannot read", waf.mode)]
      : []),
  ];
}
