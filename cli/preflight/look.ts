import { runChecks } from "../../components/checks/run-checks";
import { readTrack } from "../../components/cluster/workloads";
import { decisionsQuery } from "../../components/core/edge/judged-waf";
import { countBetween } from "../../components/core/evidence/samples/count-between";
import { given } from "../../components/core/given";
import { unprobed } from "../../components/core/gate/probes";
import { flagStore } from "../../components/flags/flag-store";
import type { LinkFact, PreflightFacts } from "../../components/core/preflight/facts";
import type { Ledger } from "../../components/core/ledger/ledger";
import { toVersion } from "../../components/core/revision/version";
import type { JsonObject } from "../../components/core/revision/revision";
import { listReferences } from "../../components/core/workload/from/take/references";
import { sendHttp } from "../../components/http/client";
import { redact } from "../../components/http/redact";
import { readRequests } from "../../components/prometheus/read-requests";
import { readWaf } from "../../components/prometheus/read-waf";
import { openSource } from "../../components/prometheus/source";
import { hasCommit, readCheckout } from "../../components/session/checkout";
import { pinnedParameters } from "../../components/stage/evidence/pinned";
import { readBefore } from "../../components/stage/gate/read-origin";
import { lookBackSeconds } from "../../components/stage/evidence/feed";
import { reachTrack } from "../../components/traffic/reach/reach-track";
import { readTls } from "../../components/traffic/reach/read-tls";
import { readRoute } from "../../components/traffic/look/read-route";
import { askStable } from "./ask-stable";
import { lookForAlert } from "./look-for-alert";
import { readPodsFact, readVolumes } from "./read-pods";
import { loadStack } from "../../stacks/load";
import type { BasePlan } from "../../stacks/load";
import type { Environment } from "../environment";

const timeoutMs = 5000;

/** Arguments of {@link lookAround}. */
export interface LookOptions {
  /** Files of `--policy-pack-config`. */
  readonly policyConfig: readonly string[];
}

async function askLink(url: string): Promise<LinkFact> {
  try {
    const { status } = await sendHttp({ url, timeoutMs, maxBytes: 4096, cut: true });
    // A page behind a login answers, too.
    const isThere = status < 400 || status === 401 || status === 403;
    return { url, ...(isThere ? {} : { problem: `HTTP ${status}` }) };
  } catch (error) {
    return { url, problem: redact((error as Error).message) };
  }
}

/** Template of the pods that the release makes; stable's where the program alone renders it. */
const templateOf = (
  { settings }: Environment,
  { revision }: BasePlan,
  template: JsonObject | undefined,
): JsonObject => (settings.revision === undefined ? template : revision.template) ?? {};

/** ConfigMaps and Secrets of the pods that Sluice does not write itself; only whether they are there is looked at. */
async function readReferences(
  { cluster, settings }: Environment,
  { revision }: BasePlan,
  template: JsonObject,
): Promise<PreflightFacts["references"]> {
  const own = settings.revision === undefined ? [] : revision.configuration;
  const wanted = listReferences(template).filter(
    ({ kind, name }) => !own.some((one) => one.kind === kind && one.name === name),
  );
  return await Promise.all(
    wanted.map(async ({ kind, name }) => {
      const path = `/api/v1/namespaces/${settings.namespace}/${kind.toLowerCase()}s/${name}`;
      const isThere = await cluster.find(path, { timeoutMs }).then(
        (object) => object !== undefined,
        () => undefined,
      );
      return { kind, name, ...given("isThere", isThere) };
    }),
  );
}

async function countStable(
  { cluster, settings }: Environment,
  nowSeconds: number,
): Promise<PreflightFacts["counted"]> {
  const from = nowSeconds - lookBackSeconds;
  const { series, problems } = await openSource(cluster, settings).read(from, nowSeconds);
  if (problems[0] !== undefined) return { problem: problems[0].problem };
  const { requests, errors } = countBetween(series, from, nowSeconds).stable;
  return { requests, errors, seconds: lookBackSeconds };
}

/** Time of which the firewall's decisions are looked at. */
const firewallSeconds = 24 * 3600;

/** Decisions of stable's firewall; undefined where the release has none in its pods. */
async function readFirewall(
  { cluster, settings }: Environment,
  { workload: { waf } }: BasePlan,
  until: number,
): Promise<PreflightFacts["firewall"]> {
  if (waf === undefined) return undefined;
  const from = until - firewallSeconds;
  const [counts, requests] = await Promise.all([
    readWaf(cluster, settings, from, until, decisionsQuery),
    readRequests(cluster, settings, from, until),
  ]);
  if ("problem" in counts) return counts;
  return {
    mode: waf.mode,
    ...given("refused", counts.decided.stable),
    requests: requests?.stable ?? null,
    seconds: firewallSeconds,
  };
}

/** Whether the checkout has the commit that stable was released from; undefined where nobody can tell. */
async function readDescent(root: string, ledger: Ledger | undefined): Promise<PreflightFacts["descent"]> {
  const from = ledger?.phase === "promoted" ? ledger.attempt?.checkout?.commit : undefined;
  const isThere = from === undefined ? undefined : await hasCommit(root, from);
  return from === undefined || isThere === undefined ? undefined : { from, isThere };
}

/** Flags of the app in the cluster; undefined where there are none. */
async function readFlags({ cluster, settings }: Environment): Promise<PreflightFacts["flags"]> {
  if (settings.flags === undefined) return undefined;
  try {
    return await flagStore(cluster, settings).read();
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Reads everything that the found items of a preflight look at. Writes nothing. */
export async function lookAround(
  context: Environment,
  { policyConfig }: LookOptions,
): Promise<PreflightFacts> {
  const { settings, cluster, root, store } = context;
  const { askImages } = require("../../infra/ask-images") as typeof import("../../infra/ask-images");
  const { readPolicyFacts } =
    require("../../infra/policy-facts") as typeof import("../../infra/policy-facts");
  const nowSeconds = context.now();
  const origin = settings.promotion.from;
  const plan = (await loadStack(root, settings.environment)) as BasePlan;
  const [stored, route, stable] = await Promise.all([
    store.read(),
    readRoute(cluster, settings),
    readTrack(cluster, settings, "stable"),
  ]);
  const ledger = stored?.ledger;
  const { dashboards = [], runbook } = settings.contacts ?? {};
  const wanted = [
    { whose: "the release's", image: settings.image },
    ...(stable === undefined ? [] : [{ whose: "stable's", image: stable.image }]),
  ];
  const template = templateOf(context, plan, stable?.template);
  const moment = { use: "preflight", isCanaryUp: false, isRollback: false } as const;
  const about = { place: "preflight", attempt: ledger?.attempt?.number ?? 0 };
  const [
    images,
    policyFacts,
    before,
    checkout,
    probe,
    references,
    volumes,
    pods,
    checks,
    counted,
    answers,
    links,
    book,
    tls,
    testAlert,
    flags,
    firewall,
    descent,
  ] = await Promise.all([
    askImages(wanted, process.env),
    readPolicyFacts(policyConfig, settings.image, new Date(nowSeconds * 1000)),
    origin === undefined ? undefined : readBefore(origin, settings.image, nowSeconds),
    readCheckout(root),
    route === undefined ? unprobed("there is no route") : reachTrack(cluster, route, settings, "stable"),
    readReferences(context, plan, template),
    readVolumes(context, template),
    readPodsFact(context, stable?.template),
    runChecks({ cluster, settings, route, about, nowSeconds }, moment),
    countStable(context, nowSeconds),
    askStable(context, route, nowSeconds),
    Promise.all(dashboards.map(askLink)),
    runbook === undefined ? undefined : askLink(runbook),
    readTls(settings, nowSeconds),
    lookForAlert(context),
    readFlags(context),
    readFirewall(context, plan, nowSeconds),
    readDescent(root, ledger),
  ]);
  return {
    version: toVersion(settings),
    settings,
    ...given("migration", plan.migration),
    ...given("ledger", ledger),
    ...given("before", before),
    images,
    ...policyFacts,
    ...given("checkout", checkout),
    ...given("descent", descent),
    ...given("stable", stable),
    probe,
    references,
    volumes,
    ...given("pods", pods),
    ...given("checks", checks),
    counted,
    objective: pinnedParameters(undefined, settings).objectiveErrorRatio,
    answers,
    ...given("tls", tls),
    ...given("flags", flags),
    ...given("firewall", firewall),
    dashboards: links,
    ...given("runbook", book),
    ...given("testAlert", testAlert),
    nowSeconds,
  };
}
