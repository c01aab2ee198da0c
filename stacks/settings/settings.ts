import type { Settings } from "../../components/core/settings";
import { isWeightKey, weightStage } from "../../components/core/stage/exposure";
import { ConfigError } from "../config-error";
import { toWafMetrics } from "./edge";
import { stackFile } from "../files/environment";
import { toFlags } from "../schema/flags";
import { toSlos } from "../schema/slos";
import { formatStackName } from "../name";
import type { StackName } from "../name";
import type { RouteManifest } from "./route-manifest";
import { toRoutePlan } from "./route-plan";
import type { EnvironmentConfig } from "../schema/schema";
import { toCheckSpecs } from "../schema/checks";
import { nameOf } from "../schema/stages";
import { toTls } from "./tls";
import { planStrategy } from "../schema/strategy";
import { given } from "../../components/core/given";

const shortestDrainSeconds = 5;

/** Time that a stopping pod still serves: as configured, else twice the router's propagation, at least 5 seconds. */
export function drainSeconds(traffic: EnvironmentConfig["traffic"]): number {
  return traffic.drain ?? Math.max(shortestDrainSeconds, 2 * traffic.propagation);
}

const showKey = ({ key }: { readonly key: string }): string => (isWeightKey(key) ? `${key}%` : key);

const sameNumbers = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => a[key] === b[key]);

/**
 * Routes that the kubelet, Prometheus and Sluice's probes request, and the configured ones; not "/", which users
 * request, too.
 */
function unaskedRoutes({ app, traffic, analysis }: EnvironmentConfig): readonly string[] {
  const { startup, readiness, liveness } = app.probes;
  const own = [startup.path, readiness.path, liveness.path, app.metrics.path, traffic.probePath];
  return [...new Set([...own.filter((path) => path !== "/"), ...analysis.ignoreRoutes])];
}

/** Checks that decide, and those that are on trial. */
function toChecks({ checks, traffic, app }: EnvironmentConfig): Pick<Settings, "checks" | "trialChecks"> {
  if (checks === undefined) return {};
  const place = { ...traffic, app: app.name, namespace: app.namespace };
  const list = (isOnTrial: boolean) =>
    toCheckSpecs(
      checks.filter(({ trial }) => trial === isOnTrial),
      place,
    );
  const [deciding, onTrial] = [list(false), list(true)];
  return {
    ...(deciding.length === 0 && onTrial.length > 0 ? {} : { checks: deciding }),
    ...(onTrial.length === 0 ? {} : { trialChecks: onTrial }),
  };
}

/**
 * Settings that the providers of a stack get.
 * @param environment - the environment's file alone, where the stage's own was merged into `config`
 * @param manifest - the route that `traffic.from.manifest` names
 * @throws {ConfigError} when the stack is a stage that the environment does not have
 */
export function toSettings(
  config: EnvironmentConfig,
  name: StackName,
  environment: EnvironmentConfig = config,
  manifest?: RouteManifest,
): Settings {
  const { app, traffic, analysis, release } = config;
  const demanded = environment.analysis.parameters;
  const { stages: planned, checksForSeconds, warmupRequests } = planStrategy(config);
  const stages = planned.map((stage) => {
    const { weight, match, mirror, soak, deadline, approval } = stage;
    return {
      ...(mirror !== undefined
        ? { key: nameOf(stage), exposure: { mirror } }
        : match !== undefined
          ? { key: nameOf(stage), exposure: { match } }
          : weightStage(weight as number)),
      // With all traffic on the canary the release before is only kept by this soak.
      soakSeconds: weight === 100 ? Math.max(soak, config.promotion.keepPrevious ?? 0) : soak,
      ...given("checksForSeconds", checksForSeconds(stage)),
      ...given("deadlineSeconds", deadline),
      ...(approval === true ? { approval } : {}),
    };
  });
  const stack = formatStackName(name);
  if (name.kind === "stage" && !stages.some(({ key }) => key === name.key)) {
    throw new ConfigError(`use stack "${stack}"`, [
      {
        path: "the stage in its name",
        rule: `be one of sluice:stages (${stages.map(showKey).join(", ")})`,
        got: showKey(name),
        file: stackFile(name.environment),
      },
    ]);
  }
  return {
    environment: name.environment,
    stack,
    app: app.name,
    namespace: app.namespace,
    cluster: config.cluster,
    image: release.image,
    ...given("emergency", release.emergency),
    ...given("supersede", release.supersede),
    ...(release.profile === "hotfix" ? { profile: release.profile } : {}),
    ...(release.preflight === "required" || config.preflight !== undefined
      ? {
          preflight: { ...config.preflight, ...(release.preflight === "required" ? { required: true } : {}) },
        }
      : {}),
    ...(config.slos === undefined ? {} : { slos: toSlos(config.slos) }),
    ...(config.flags === undefined ? {} : { flags: toFlags(config.flags, app.name) }),
    stages,
    port: app.port,
    ...(app.allowPorts.length === 0 ? {} : { allowPorts: app.allowPorts }),
    ...(app.sharedServices.length === 0 ? {} : { sharedServices: app.sharedServices }),
    stable: app.autoscale
      ? { minReplicas: app.replicas, maxReplicas: app.autoscale.maxReplicas }
      : { replicas: app.replicas },
    readySeconds: app.progressDeadline,
    ...(warmupRequests === 0 ? {} : { warmupRequests }),
    promotion: { watchSeconds: config.promotion.watch, warmupRequests: config.promotion.warmup },
    traffic: {
      router: traffic.router,
      ...toRoutePlan(config, manifest),
      ...given("address", traffic.address),
      ...(Object.keys(traffic.policies).length === 0 ? {} : { policies: traffic.policies }),
      scheme: traffic.scheme,
      ...given("ca", traffic.ca),
      ...given("tls", toTls(config)),
      probePath: traffic.probePath,
      propagationSeconds: traffic.propagation,
      drainSeconds: drainSeconds(traffic),
    },
    analysis: {
      prometheus: analysis.prometheus,
      ...given("tokenFrom", analysis.tokenFrom),
      ...given("basic", analysis.basic),
      ...given("sigv4", analysis.sigv4),
      ...given("headersFrom", analysis.headersFrom),
      ...given("tls", analysis.tls),
      ...given("tenant", analysis.tenant),
      source: analysis.source,
      ...given("query", analysis.query),
      labels: analysis.labels,
      ignoreRoutes: unaskedRoutes(config),
      tickSeconds: analysis.interval,
      blindSeconds: analysis.noDataTimeout,
      onStableHarmed: analysis.onStableHarmed,
      syntheticPerSecond: analysis.syntheticPerSecond,
      requestTimeoutSeconds: analysis.timeout,
      metrics: [...analysis.metrics, ...toWafMetrics(config)],
      ...(analysis.trials.length === 0 ? {} : { trials: analysis.trials }),
      ...(Object.keys(analysis.expect).length === 0 ? {} : { expect: analysis.expect }),
      parameters: analysis.parameters,
      ...(sameNumbers(demanded, analysis.parameters) ? {} : { environmentParameters: demanded }),
    },
    ...toChecks(config),
    ...given("notify", config.notify),
    ...given("contacts", config.contacts),
    ...given("watchdog", config.watchdog),
    ...given("report", config.report),
    ...(config.verify.onFail === "notify" ? {} : { onVerifyFail: config.verify.onFail }),
  };
}
