import { checkProvenance } from "../gate/check-provenance";
import { isRunning } from "../ledger/ledger";
import { judgeImages } from "../release/judge-images";
import { describeVersion, includesVersion, sameVersion } from "../revision/version";
import { sameImage } from "../workload/image";
import type { PreflightFacts } from "./facts";
import { freshObject } from "./find-checks";
import { lastWayBack } from "./last-way-back";
import { formatDuration } from "../duration";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

/** Whether the checkout is a commit, without anything beside it. */
export function findCheckout({ checkout }: PreflightFacts): Look {
  if (checkout === undefined) return unknown("git knows no commit here");
  const { commit, changed } = checkout;
  return changed
    ? noGo(
        `the project's files must be those of commit ${commit.slice(0, 12)}: got changes`,
        "commit them, or take them back",
      )
    : go(`commit ${commit.slice(0, 12)}`);
}

/** Whether another release is under way. */
export function findOther({ ledger, version }: PreflightFacts): Look {
  if (ledger?.attempt === undefined || !isRunning(ledger)) return go("no other release is under way");
  const { attempt, phase, environment } = ledger;
  return sameVersion(attempt, version)
    ? go(`attempt ${attempt.number} of this version is ${phase}`)
    : noGo(
        `no other release must be under way: got attempt ${attempt.number} of ${describeVersion(attempt)}, ${phase}`,
        `see sluice status ${environment}; let it end first`,
      );
}

/** Whether this version was rejected before. */
export function findRejected({ ledger, version }: PreflightFacts): Look {
  if (ledger === undefined || !includesVersion(ledger.aborted, version)) return go("it was never rejected");
  return noGo(
    `the version must not be one that was rejected: got ${describeVersion(version)}`,
    `see sluice history ${ledger.environment}; sluice retry allows one more attempt`,
  );
}

/** Whether there is a version to go back to: stable's, and its image. */
export function findWayBack({ ledger, stable, images }: PreflightFacts): Look {
  const last = ledger?.promoted.at(-1);
  if (last === undefined || stable === undefined)
    return noGo("there must be a promoted version to go back to: got none", "make the first deploy");
  const gone = judgeImages(images).gone.find((one) => sameImage(one.image, last.image));
  return gone === undefined
    ? go(`stable is ${describeVersion(last)}; an abort puts all traffic on it`)
    : noGo(gone.text, "push that image again: stable's pods could not start again");
}

/** Time for which a way back counts as tried. */
const triedSeconds = 90 * 86_400;

/** Whether the way back was taken lately, here or in the environment before, and led back. */
export function findTriedWayBack({ ledger, before, nowSeconds }: PreflightFacts): Look {
  const own = ledger && lastWayBack(ledger);
  const ways = [own, before?.wentBack].filter((one) => one !== undefined);
  const lately = ways.filter(({ atSeconds }) => nowSeconds - atSeconds <= triedSeconds);
  const last = lately.toSorted((a, b) => b.atSeconds - a.atSeconds)[0];
  if (last === undefined) return unknown("no abort and no rollback is known of the last 90 days");
  const { environment, kind, atSeconds, isDone } = last;
  const text = `${kind} in "${environment}" ${formatDuration(Math.max(0, Math.round(nowSeconds - atSeconds)))} ago`;
  return isDone
    ? go(text)
    : noGo(
        `the last way back must have led back: got a ${text} that was taken back itself`,
        `see sluice history ${environment}, and take one in staging: sluice rollback`,
      );
}

/** Whether the checkout has what stable was released from: a branch of another base would take it out again. */
export function findBranch({ descent }: PreflightFacts): Look {
  if (descent === undefined) return unknown("git cannot tell whether stable's commit is in it");
  const commit = descent.from.slice(0, 12);
  return descent.isThere
    ? go(`it has stable's commit ${commit}`)
    : noGo(
        `the checkout must have stable's commit: got one without ${commit}`,
        "branch from what production runs, and put the repair on top",
      );
}

/** Whether the environment before is as it should be since it runs the image. */
export function findVerified({ before }: PreflightFacts): Look {
  if (before === undefined) return unknown("sluice:promotion.from names no environment");
  const { verified, origin } = before;
  const { environment } = origin;
  if (verified === undefined) return unknown(`sluice verify ${environment} has not looked at it`);
  const { state, points } = verified;
  const text = `sluice verify ${environment} --at ${points.join(",")}: ${state}`;
  if (state === "unknown") return unknown(text);
  return state === "fine"
    ? go(text)
    : noGo(
        `"${environment}" must be as it should be with this image: got ${text}`,
        `sluice verify ${environment} --at all says what is wrong`,
      );
}

/** Whether the release takes a snapshot of the database itself, and verifies it. */
export function findSnapshot({ migration }: PreflightFacts): Look {
  return migration?.backupJob?.verify === undefined
    ? freshObject()
    : go("sluice:migration.backup takes and verifies one right before the migration");
}

/** Whether the image has proven itself in the environment before, by the same rule as the gate's check `provenance`. */
export function findStaging({ before, version }: PreflightFacts): Look {
  if (before === undefined) return unknown("sluice:promotion.from names no environment");
  const { origin } = before;
  if (origin.kind === "unreadable") return unknown(`${origin.environment}: ${origin.problem}`);
  const { problems, fine } = checkProvenance({ origin, wanted: version });
  const [problem] = problems;
  return problem === undefined ? go(fine) : noGo(problem.text, problem.fix);
}

/** Whether the migration has a way back, or ran in the environment before. */
export function findMigration({ migration, before, version }: PreflightFacts): Look {
  if (migration === undefined) return { kind: "none", text: "the release has no migration" };
  const ran = before?.migrated.find((one) => sameImage(one.image, version.image) && one.ran.length > 0);
  if (ran !== undefined) return go(`it ran in ${before?.origin.environment}`);
  if (migration.reversible)
    return go("declared reversible: the version before runs on the migrated database");
  const { backup, backupJob } = migration;
  if (backupJob?.verify !== undefined) return go("a backup is taken and verified before it begins");
  if (backupJob !== undefined)
    return unknown("it is not reversible; a backup is taken before it, and nothing verifies that");
  return backup === undefined
    ? noGo(
        "the migration must be reversible, have a backup, or have run in staging: got neither",
        "set sluice:migration.reversible or sluice:migration.backup, or sluice:promotion.from",
      )
    : unknown(`it is not reversible; its backup is named: ${backup}`);
}

/** Whether no freeze window is in force. */
export function findFreeze({ frozen }: PreflightFacts): Look {
  if (frozen === undefined) return unknown("no configuration of freeze was given: --policy-pack-config FILE");
  return frozen.length === 0
    ? go("no freeze window is in force")
    : noGo(
        `no freeze window must be in force: got ${frozen.join(", ")}`,
        "wait for its end, or break the glass in the policy's configuration",
      );
}

/** Whether owner, on-call and escalation are named. */
export function findPeople({ settings: { contacts = {} } }: PreflightFacts): Look {
  const named = (["owner", "onCall", "escalation"] as const).filter((key) => contacts[key] === undefined);
  return named.length === 0
    ? go(`owner ${contacts.owner}, on call ${contacts.onCall}, then ${contacts.escalation}`)
    : noGo(`sluice:contacts must name ${named.join(", ")}: got none`, "name them in the environment's file");
}

/** Whether messages have a sink that people read, and one that calls them. */
export function findSinks({ settings: { notify = {} } }: PreflightFacts): Look {
  const { slack, pagerduty, webhook } = notify;
  const names = Object.entries({ slack, pagerduty, webhook }).flatMap(([name, sink]) =>
    sink === undefined ? [] : [name],
  );
  return names.length === 0
    ? noGo("sluice:notify must have slack, pagerduty or webhook: got none", "see docs/how-to/messages.md")
    : go(`transitions go to ${names.join(", ")}`);
}
