import * as pulumi from "@pulumi/pulumi";
import { explainHeaders } from "../components/core/edge/explain-headers";
import { explainExpired } from "../components/core/edge/judge-waf";
import type { WafSpec } from "../components/core/edge/waf";
import { declareClusterProvider } from "../components/resources/cluster-provider";
import { toBaseShape } from "../components/core/workload/base-shape";
import { toTrackShape } from "../components/core/workload/track-shape";
import type { JsonObject, Revision } from "../components/core/revision/revision";
import { migrationCommands } from "../components/core/workload/migration/migration-commands";
import { printProblem } from "../components/core/problem";
import { objectNames, serviceNames } from "../components/core/settings";
import { explainWatchdog } from "../components/core/workload/watchdog/decide-watchdog";
import { declareMigration } from "../components/resources/migration";
import { Flagd } from "../components/resources/flagd";
import { FlagSet } from "../components/resources/flag-set";
import { Promotion } from "../components/resources/promotion";
import { Release } from "../components/resources/release";
import { RenderedSet, resolvePorts } from "../components/resources/rendered-set";
import { Route } from "../components/resources/route";
import { Takeover } from "../components/resources/takeover";
import { Track } from "../components/resources/track";
import { judgeImages } from "../components/core/release/judge-images";
import { ConfigError } from "../stacks/config-error";
import { explainDefaults } from "../stacks/files/defaults";
import { loadStack } from "../stacks/load";
import { demandOwnState } from "./demand-own-state";
import type { Declared } from "./own-program";
import { readOptions } from "./read-options";
import { readIntent } from "./read-intent";
import { rehearseSet } from "./rehearse/rehearse-set";
import type { Provider } from "@pulumi/kubernetes/provider";
import type { FlagsSettings } from "../components/core/flags/flag";
import type { Settings } from "../components/core/settings";
import type { BasePlan } from "../stacks/load";

/** Reads the stack's files and declares their resources. */
export async function declare(root: string, stack: string, declared?: Declared): Promise<pulumi.Inputs> {
  const plan = (await loadStack(root, stack, readOptions(root, "tell", declared))) as BasePlan;
  demandUse(plan, declared);
  // The owner of the state decides first, in a preview as well: what the live objects refuse says less.
  const rehearsal = rehearseSet(root, plan);
  rehearsal.catch(() => undefined);
  await demandOwnState(plan.settings);
  if (plan.workload.waf !== undefined) await tellExpired(plan.workload.waf);
  const untried = await rehearsal;
  const outputs = declareBase(plan);
  if (pulumi.runtime.isDryRun()) {
    for (const sentence of untried) void pulumi.log.info(sentence);
    tellSecrets(plan);
    tellImages(plan.settings.image, outputs["stableImage"] as pulumi.Output<string>);
    await pulumi.log.info(explainWatchdog(plan.settings));
    const { traffic } = plan.settings;
    const places = { route: traffic.headers, pods: plan.workload.waf?.headers };
    const headers = explainHeaders(places, traffic.router);
    if (headers !== undefined) await pulumi.log.info(headers);
    if (plan.defaults !== undefined) await pulumi.log.info(explainDefaults(plan.defaults));
  }
  return outputs;
}

/** Tells of a firewall's exclusions that should be gone. */
async function tellExpired(waf: WafSpec): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  await Promise.all(explainExpired(waf, today).map(async (text) => await pulumi.log.warn(text)));
}

/** Refuses objects of a program that the short form leaves without effect. */
function demandUse({ rendered, settings }: BasePlan, declared: Declared | undefined): void {
  if (declared?.objects === undefined || rendered !== undefined) return;
  const key = "sluice:app.from";
  throw new ConfigError(`declare "${settings.app}"`, [
    { path: key, text: `${key} must be { program: true } for the objects of declare: got the short form` },
  ]);
}

/** Warns in a preview of literals that the policy pack would refuse: not everybody previews with it. */
function tellSecrets({ settings, revision }: BasePlan): void {
  const { findLiteralSecrets } = require("./literal-secrets") as typeof import("./literal-secrets");
  for (const problem of findLiteralSecrets(settings.app, revision.template))
    void pulumi.log.warn(printProblem(problem));
}

/**
 * Reports in a preview whether the images of future pods can still be pulled. The release's is asked for while the
 * providers start, stable's once it is known, where it is another one.
 */
function tellImages(image: string, stableImage: pulumi.Output<string>): void {
  const { askImages } = require("./ask-images") as typeof import("./ask-images");
  const own = askImages([{ whose: "the release's", image }], process.env);
  stableImage.apply(async (stable) => {
    const isOther = stable !== "" && stable !== image;
    const others = isOther ? await askImages([{ whose: "stable's", image: stable }], process.env) : [];
    const { gone, notes } = judgeImages([...(await own), ...others]);
    await Promise.all([
      ...gone.map(async ({ text }) => await pulumi.log.warn(text)),
      ...notes.map(async (text) => await pulumi.log.info(text)),
    ]);
  });
}

/** Flags and, where the file names its image, the flagd that serves them: no track waits for them, since off is usual. */
function declareFlags(settings: Settings, flags: FlagsSettings, release: Release, provider: Provider): void {
  const set = new FlagSet(`${settings.app}-flags`, { settings, flags }, { dependsOn: [release] });
  const { declared, flagd } = flags;
  if (declared === undefined || flagd === undefined) return;
  const { app, namespace } = settings;
  const args = { app, namespace, ...declared, ...flagd, after: [set] };
  void new Flagd(`${app}-flagd`, args, { providers: { kubernetes: provider } });
}

/** The base stack of an environment: Release → migration → both tracks → route → Promotion. */
export function declareBase(plan: BasePlan): pulumi.Inputs {
  const { settings, workload, migration, revision, rendered, perPod } = plan;
  const shape = toTrackShape(plan);
  const { app, namespace } = settings;
  const names = objectNames(app);
  const commands = migrationCommands(migration, rendered?.hooks);
  const release = new Release(app, {
    settings,
    shape: toBaseShape(settings, workload),
    pods: {
      maxSurge: shape.deployment.strategy.rollingUpdate.maxSurge,
      ...(perPod === undefined ? {} : { perPod }),
    },
    revision: revision.configuration.some(({ kind }) => kind === "Secret")
      ? (pulumi.secret<unknown>(revision) as pulumi.Output<Revision>)
      : revision,
    ...(commands === undefined ? {} : { migration: commands }),
    run: {
      intent: readIntent(process.env),
      ...(rendered?.kubeVersion === undefined ? {} : { kubeVersion: rendered.kubeVersion }),
      ...(workload.waf === undefined ? {} : { waf: workload.waf }),
    },
  });
  const cluster = declareClusterProvider(settings.cluster, release);
  if (settings.flags !== undefined) declareFlags(settings, settings.flags, release, cluster);
  const inCluster = { providers: { kubernetes: cluster } };
  const { stableTemplate } = release;
  const set =
    rendered &&
    new RenderedSet(app, { namespace, app: rendered, stable: stableTemplate, after: release }, inCluster);
  const further = set?.objects ?? [];
  const migrated =
    migration === undefined || commands === undefined
      ? pulumi.output([])
      : declareMigration(
          `${app}-migration`,
          {
            settings,
            release,
            workload,
            migration,
            commands,
            ...(rendered === undefined ? {} : { container: revision.container }),
            ...(migration.command === undefined ? { hooks: rendered?.hooks ?? [] } : {}),
            after: further,
          },
          { provider: cluster },
        );
  const after = migrated.apply((jobs) => [release, ...jobs, ...further]);
  const ports =
    rendered?.services.userPort === undefined
      ? shape.ports
      : stableTemplate.apply((before) =>
          resolvePorts(shape.ports, revision.template, before as JsonObject, {
            whose: `the route of ${app}`,
            live: rendered.liveTargets?.[serviceNames(settings).stable],
          }),
        );
  const shared = { app, namespace, shape, ports, after };
  const stable = new Track(
    names.stable,
    {
      ...shared,
      track: "stable",
      template: stableTemplate,
      replicas: release.stableReplicas,
      isServed: settings.traffic.stableService !== undefined,
      takesOver: settings.takeover !== undefined,
    },
    inCluster,
  );
  const canary = new Track(
    names.canary,
    { ...shared, track: "canary", template: release.canaryTemplate, replicas: 0 },
    inCluster,
  );
  const tracks = [...stable.parts, ...canary.parts];
  // A preview changes nothing that another object would have to wait for.
  const inOrder = (before: readonly pulumi.Resource[]): pulumi.Resource[] =>
    pulumi.runtime.isDryRun() ? [release] : [...before];
  const takeOver = (part: "join" | "leave", dependsOn: pulumi.Resource[]): Takeover[] =>
    settings.takeover === undefined
      ? []
      : [new Takeover(`${app}-${part}`, { settings, part }, { dependsOn: inOrder(dependsOn) })];
  const joined = takeOver("join", tracks);
  const route = new Route(app, { settings, ports, after: inOrder([...tracks, ...joined]) }, inCluster);
  const left = takeOver("leave", [...joined, ...route.objects, route.rules]);
  const { stableImage, canaryImage, stableRevision, canaryRevision, attempt, sentence } = release;
  const promotion = new Promotion(
    app,
    { settings, stableImage, canaryImage, stableRevision, canaryRevision, attempt },
    { dependsOn: inOrder([...tracks, ...route.objects, route.rules, ...left]) },
  );
  return {
    stableImage,
    canaryImage,
    stableRevision,
    canaryRevision,
    attempt,
    release: sentence,
    phase: promotion.phase,
    promotion: promotion.sentence,
  };
}
