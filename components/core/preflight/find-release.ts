import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import { judgeImages } from "../release/judge-images";
import { describeVersion, includesVersion, sameVersion } from "../revision/version";
import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";
import type { PreflightFacts } from "./facts";
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
    : noGo(gone.text, "push that image again: stable's pods could not start anew");
}

/** Time at which staging promoted an image and did not find it bad afterwards; or what it did with it. */
function readStaging(ledger: Ledger, image: string): { readonly atSeconds?: number; readonly text: string } {
  const { attempt, phase, environment } = ledger;
  const present = ledger.promoted.at(-1);
  if (
    attempt === undefined ||
    phase !== "promoted" ||
    present === undefined ||
    !sameImage(present.image, image)
  )
    return {
      text: `${environment} has ${present === undefined ? "none" : shortDigest(present.image)}, ${phase}`,
    };
  const last = attempt.verifications?.at(-1);
  if (last?.state === "wrong") return { text: `${environment} has it, and sluice verify found it wrong` };
  const atSeconds = attempt.endedAtSeconds ?? attempt.startedAtSeconds;
  const looked = last === undefined ? "not verified since" : `verified: ${last.state}`;
  return { atSeconds, text: `${environment} promoted it in attempt ${attempt.number}, ${looked}` };
}

/** Whether the same image was promoted in the environment before this one. Its settings may differ there. */
export function findStaging({ staging, version }: PreflightFacts): Look {
  if (staging === undefined) return unknown("sluice:preflight.staging names no environment");
  const { ledger, environment, problem = "no release was ever made" } = staging;
  if (ledger === undefined) return unknown(`${environment}: ${problem}`);
  const { atSeconds, text } = readStaging(ledger, version.image);
  return atSeconds === undefined
    ? noGo(
        `${environment} must have promoted this very image: got ${text}`,
        `sluice rollout ${environment} with it first`,
      )
    : go(text, atSeconds);
}

/** Whether the migration has a way back, or ran in the environment before. */
export function findMigration({ migration, staging, version }: PreflightFacts): Look {
  if (migration === undefined) return { kind: "none", text: "the release has no migration" };
  const ran = staging?.ledger?.migrated?.find(
    (one) => sameImage(one.image, version.image) && one.ran.length > 0,
  );
  if (ran !== undefined) return go(`it ran in ${staging?.environment}`);
  if (migration.reversible)
    return go("declared reversible: the version before runs on the migrated database");
  const { backup, backupJob } = migration;
  if (backupJob?.verify !== undefined) return go("a backup is taken and verified before it begins");
  if (backupJob !== undefined)
    return unknown("it is not reversible; a backup is taken before it, and nothing verifies that");
  return backup === undefined
    ? noGo(
        "the migration must be reversible, have a backup, or have run in staging: got neither",
        "set sluice:migration.reversible or sluice:migration.backup, or sluice:preflight.staging",
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
