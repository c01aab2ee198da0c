import { findMissingRights } from "../../cluster/missing-rights";
import { describeRight } from "../../core/access/right";
import { dueSteps, explainStep, judgeAttached } from "../../core/attached/judge-attached";
import type { AttachedReading } from "../../core/attached/judge-attached";
import type { CopyStep } from "../../core/attached/follow";
import { prefixed, printProblem } from "../../core/problem";
import type { Problem } from "../../core/problem";
import type { ReleaseDecision } from "../../core/release/release-facts";
import type { Session } from "../../session/session";
import { inEmergency } from "../../stage/emergency";
import { changeCopies, rightsOf } from "../../traffic/write/copy-attached";
import { readAttached } from "../../traffic/look/read-attached";
import { findOwnRoute } from "../../traffic/look/read-route";

/** Result of looking at the policies by name before a run. */
export interface AttachedCheck {
  /** Reasons why no release may begin; where one runs already its gates decide. */
  readonly problems: readonly Problem[];
  /** Changes of copies that the run makes, for people. */
  readonly copies: readonly string[];
}

async function readDue(
  session: Pick<Session, "cluster" | "settings">,
): Promise<{ readonly reading: AttachedReading; readonly due: readonly CopyStep[] }> {
  const { cluster, settings } = session;
  const reading = await readAttached(cluster, settings, (await findOwnRoute(cluster, settings))?.object);
  return { reading, due: dueSteps(reading, settings.traffic.policies ?? {}) };
}

/**
 * Reports policies of others that name the app's Service, route or rule, and which of them are copied.
 * @param writes - false in a preview
 */
export async function checkAttached(
  session: Session,
  { begins, kind }: Pick<ReleaseDecision, "begins" | "kind">,
  writes: boolean,
): Promise<AttachedCheck> {
  const { cluster, settings, say, now } = session;
  const { app, namespace, traffic } = settings;
  const { reading, due } = await readDue(session);
  const urgent = inEmergency(settings, now());
  const { problems, notes } = judgeAttached(reading, {
    app,
    accepted: traffic.policies ?? {},
    copies: true,
    urgent,
  });
  for (const note of notes) say(note, "warning");
  const lacking = writes ? await findMissingRights(cluster, namespace, rightsOf(due)) : [];
  const told: readonly Problem[] = [
    ...problems,
    ...(lacking.length === 0
      ? []
      : [
          {
            text: `policies by name are copied for the canary: this account lacks ${lacking.map(describeRight).join(", ")}`,
            fix: "apply the roles of docs/reference/rights.md",
          },
        ]),
  ];
  const copies = due.map(explainStep);
  if (begins && kind !== "first")
    return { problems: told.map((one) => prefixed(`Cannot release "${app}": `, one)), copies };
  for (const one of told) say(printProblem(one), "warning");
  return { problems: [], copies: lacking.length === 0 ? copies : [] };
}

/** Gives the canary the policies that stable has, as they are now. */
export async function copyAttached(session: Pick<Session, "cluster" | "settings">): Promise<void> {
  const { due } = await readDue(session);
  await changeCopies(session.cluster, due);
}

/** Removes every copy, in a destroy. */
export async function removeCopies({
  cluster,
  settings,
}: Pick<Session, "cluster" | "settings">): Promise<void> {
  const { copies } = await readAttached(cluster, settings, undefined);
  await changeCopies(
    cluster,
    copies.map((copy): CopyStep => ({ does: "remove", copy })),
  );
}
