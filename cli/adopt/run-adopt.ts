import * as path from "node:path";
import { open } from "../../components/cluster/connect";
import { listHeld } from "../../components/core/adopt/held";
import { explainTakeover } from "../../components/core/adopt/explain-takeover";
import { planAdoption } from "../../components/core/adopt/plan-adoption";
import type { WrittenElsewhere } from "../../components/core/adopt/plan-adoption";
import { findRunning } from "../../components/core/adopt/running";
import type { Running } from "../../components/core/adopt/running";
import { noteHeld, noteWriters, refuseHeld } from "../../components/core/access/let-go";
import type { Conversion } from "../../components/core/convert/conversion";
import type { ConvertOptions } from "../../components/core/convert/input";
import { asTexts, at, showJson } from "../../components/core/json";
import { exitCodes } from "../../components/core/exit-code";
import { printProblem } from "../../components/core/problem";
import { RunEnd } from "../../components/core/run-end";
import { hasLabels } from "../../components/core/selectors/match-labels";
import { routerOf } from "../../components/core/routers/routers";
import { describeAll, nameOf } from "../../components/core/workload/from/identity";
import { trackLabel } from "../../components/core/settings";
import type { Settings } from "../../components/core/settings";
import { mayServe } from "../../components/core/workload/pod";
import { stackFile } from "../../stacks/files/environment";
import { parseEnvironment } from "../../stacks/files/parse";
import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings/settings";
import { readBack, renderSet } from "../convert/read-back";
import { renderFiles } from "../convert/render-files";
import { renderGaps } from "../convert/render-report";
import { writeOutput } from "../convert/write-output";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { lookAtCounters } from "./look-at-counters";
import { lookAtGateway } from "./look-at-gateway";
import { readNamespace } from "./read-namespace";

/** Options of `sluice adopt` as given. */
export interface AdoptFlags
  extends Omit<ConvertOptions, "environment" | "name" | "uid" | "namespace">, WrittenElsewhere {
  /** Folder that files are written into. */
  readonly cwd: string;
  readonly context: string;
  readonly namespace: string;
  readonly force?: boolean;
}

/** Name of the Deployment that an argument such as `deployment/shop` means. */
function readObject(object: string): string {
  const [, name] = /^(?:deploy|deployments?)(?:\.apps)?\/([a-z0-9][-a-z0-9.]*)$/.exec(object) ?? [];
  if (name !== undefined) return name;
  throw new RunEnd("usage", {
    text: `Cannot adopt "${object}": it must be deployment/NAME: got ${object}`,
    fix: "only Deployments are released in tracks; `sluice convert` reads Rollouts and Canaries",
  });
}

async function readRunning(object: string, { context, namespace }: AdoptFlags) {
  const name = readObject(object);
  const cluster = await open({ context }).catch((error: unknown) => {
    throw new RunEnd("usage", (error as Error).message, { cause: error });
  });
  try {
    const [reading, system] = await Promise.all([
      readNamespace(cluster, namespace),
      cluster.find<{ readonly metadata: { readonly uid: string } }>("/api/v1/namespaces/kube-system"),
    ]);
    const hidden = reading.unseen.filter((one) => ["deployments", "services"].includes(one));
    if (hidden.length > 0)
      throw new RunEnd("usage", {
        text: `Cannot adopt "${object}": this account must be allowed to list ${hidden.join(" and ")} of namespace ${namespace}: got no right to`,
        fix: "what it does not see would be missing in the plan; docs/reference/rights.md lists the rules of each role",
      });
    const running = findRunning(reading.objects, name);
    if (running === undefined)
      throw new RunEnd("usage", {
        text: `Cannot adopt "${object}": it must be a Deployment of namespace ${namespace}: got none of this name`,
        fix: `kubectl --context ${context} -n ${namespace} get deployments lists those that are there`,
      });
    if (trackLabel in asTexts(at(running.deployment, "spec", "template", "metadata", "labels")))
      throw new RunEnd("usage", {
        text: `Cannot adopt "${object}": it must be somebody else's: got a track of Sluice`,
        fix: "sluice status ENV shows its environment",
      });
    const selector = asTexts(at(running.deployment, "spec", "selector", "matchLabels"));
    const pods = reading.pods.filter(
      (pod) => mayServe(pod) && hasLabels(pod.metadata.labels ?? {}, selector),
    );
    return { ...reading, running, pods, uid: system?.metadata.uid };
  } finally {
    cluster.close();
  }
}

/** Running service, for people. */
function explainRunning(
  { services, scalers, budgets, ways, beside }: Running,
  pods: number,
): readonly string[] {
  const groups = { Services: services, autoscalers: scalers, budgets, routes: ways };
  return [
    `runs: ${pods} pods`,
    ...Object.entries(groups).flatMap(([what, list]) =>
      list.length === 0 ? [] : [`${what}: ${describeAll(list)}`],
    ),
    ...beside.map((one) => `beside it: ${one}`),
  ];
}

/** Settings of the environment that is written; undefined while values are to fill in. */
function readSettings({ settings: written }: Conversion, environment: string): Settings | undefined {
  const parsed = parseEnvironment(written, () => stackFile(environment));
  return parsed.ok ? toSettings(parsed.config, parseStackName(environment)) : undefined;
}

/** Reads a running service, writes the files of an environment for it, and tells how it would be taken over. */
export async function runAdopt(
  environment: string,
  object: string,
  flags: AdoptFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const { cwd, force = false, context, ...options } = flags;
  if (options.chart !== undefined && options.kustomize !== undefined)
    throw new RunEnd("usage", {
      text: `Cannot adopt "${object}": --chart and --kustomize must not both be given: got both`,
      fix: "name the one that the workload is written in",
    });
  const { running, pods, unseen, uid } = await readRunning(object, flags);
  const known = { ...options, context, environment, ...(uid === undefined ? {} : { uid }) };
  const { conversion: planned, traffic } = planAdoption(running, pods, known);
  const conversion = readBack(planned, environment);
  const { app, gaps } = conversion;
  const rendered = renderSet(conversion);
  const differs = rendered !== undefined && "app" in rendered ? rendered.app.notes : [];
  const { services, scalers, budgets } = running;
  const deployment = readObject(object);
  const router = showJson(traffic.traffic["router"]);
  const steps = explainTakeover({
    app,
    deployment,
    services,
    scalers,
    budgets,
    pods: pods.length,
    isProxied: traffic.way !== undefined,
    router,
    route: traffic.way === undefined ? "" : nameOf(traffic.way),
  });
  const isWritten = routerOf({ traffic: { router } }).takeover.main === undefined;
  const held = listHeld(running, isWritten ? traffic.way : undefined);
  const owners = refuseHeld(held, { context });
  const missing = gaps.filter(({ taken }) => taken === undefined).length;
  for (const line of explainRunning(running, pods.length)) terminal.say(line);
  for (const one of unseen) terminal.say(`not looked at, no right to list them: ${one}`);
  for (const note of differs) terminal.say(`differs: ${note}`);
  for (const [index, step] of steps.entries()) terminal.say(`takeover, step ${index + 1}: ${step}`);
  for (const one of owners) terminal.say(printProblem(one));
  for (const note of [...noteHeld(held), ...noteWriters(held, Date.now() / 1000)]) terminal.say(note);
  for (const line of renderGaps(gaps)) terminal.say(line);
  const settings = readSettings(conversion, environment);
  const [counters, gateway] =
    settings === undefined
      ? [[], []]
      : await Promise.all([lookAtCounters(settings, Date.now() / 1000), lookAtGateway(settings)]);
  for (const line of [...counters, ...gateway]) terminal.say(line);
  const files = renderFiles(conversion, environment);
  await writeOutput(path.resolve(cwd), files, force);
  const written = files.map((file) => file.path);
  const then = missing === 0 ? "" : `fill in ${missing} values, then `;
  return {
    exitCode: exitCodes.done,
    sentence: `"${app}" serves as before, nothing of it was changed; written: ${written.join(", ")}\n→ ${then}sluice init ${environment}, then sluice preview ${environment}`,
    report: {
      app,
      environment,
      written,
      steps,
      owners,
      differs,
      gaps,
      beside: running.beside,
      counters,
      gateway,
      unseen,
    },
  };
}
