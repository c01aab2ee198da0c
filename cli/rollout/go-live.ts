import { exitCodes } from "../../components/core/exit-code";
import { isRunning } from "../../components/core/ledger/ledger";
import type { Ledger } from "../../components/core/ledger/ledger";
import { needsPreflight } from "../../components/core/release/needs-preflight";
import { includesVersion, sameVersion, toVersion } from "../../components/core/revision/version";
import type { Version } from "../../components/core/revision/version";
import { planRollout } from "./plan-rollout";
import type { Environment } from "../environment";
import { preflight } from "../preflight/preflight";
import { writeReport } from "../report/write-report";
import { rollout } from "./rollout";
import type { RolloutOptions } from "./rollout";
import type { Outcome } from "../run-command";
import { verify } from "../verify/verify";

/** Options of a run from preflight to report. */
export interface GoLiveOptions extends RolloutOptions {
  /** Files of `--policy-pack-config`, for the preflight. */
  readonly policyConfig: readonly string[];
  /** File of the report's page. @default none */
  readonly html?: string | undefined;
}

/** Whether this version's own attempt was taken back and nobody allowed another one: what is left is to look and to report. */
function isTakenBack(ledger: Ledger | undefined, version: Version): boolean {
  return (
    ledger?.phase === "aborted" &&
    sameVersion(ledger.attempt, version) &&
    includesVersion(ledger.aborted, version)
  );
}

/**
 * One run: preflight, rollout, a look at stable, report. Run again it goes on: a version that is under way or promoted
 * needs no preflight any more, and what the rollout did is not done twice; of one that was taken back meanwhile, look and
 * report follow. Looks and reports as well where evidence or
 * a person ended the release.
 * @returns exit code of the first part that is not as it should be
 */
export async function goLive(
  context: Environment,
  { policyConfig, html, ...options }: GoLiveOptions,
): Promise<Outcome & { readonly markdown?: string }> {
  const { settings, store, say } = context;
  const before = (await store.read())?.ledger;
  const version = toVersion(settings);
  // A first deploy has nothing to be compared with, and no gate.
  const isFirst = before === undefined || before.promoted.length === 0;
  const isOver = isTakenBack(before, version);
  if (!isFirst && !isOver && needsPreflight(before, version)) {
    const asked = await preflight(context, { policyConfig });
    if (asked.exitCode !== exitCodes.done) return asked;
    say(asked.sentence ?? "");
  }
  // Of a release that is over only its end is told: the engine would refuse a rejected version.
  const plan = (ledger: Ledger | undefined) =>
    planRollout({ environment: settings.environment, wanted: version, ledger, ran: [settings.environment] });
  const rolled = await rollout(context, { ...options, ...(isOver ? { plan } : {}) });
  const ledger = (await store.read().catch(() => undefined))?.ledger;
  if (rolled.exitCode === exitCodes.interrupted || ledger?.attempt === undefined || isRunning(ledger))
    return rolled;
  say(rolled.sentence ?? "");
  const looked = await verify(context, "all");
  const { markdown, report } = await writeReport(context, { html });
  // The end of the release does not depend on the place of its report.
  if (settings.report?.store !== undefined)
    await writeReport(context, { store: true }).catch((error: Error) => say(error.message));
  return {
    ...looked,
    exitCode: rolled.exitCode === exitCodes.done ? looked.exitCode : rolled.exitCode,
    markdown,
    report: { ...rolled.report, verified: looked.report ?? null, release: report ?? null },
  };
}
