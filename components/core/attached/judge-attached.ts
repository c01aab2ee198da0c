import { describeOwner } from "../access/owner";
import type { Problem } from "../problem";
import type { CopyStep } from "./follow";
import type { Attached, AttachedPolicy } from "./find-attached";
import { describeHook } from "./hook";
import type { Policy } from "./hook";

/** Policies as they were found, and what could not be looked through. */
export interface AttachedReading extends Attached {
  /** Kinds that may not be listed, and namespaces that may not be read, for people. */
  readonly unseen: readonly string[];
}

/** Problems of a canary that others' policies leave out, and remarks for a person. */
export interface AttachedFinding {
  readonly problems: readonly (Problem & { readonly fix: string })[];
  readonly notes: readonly string[];
}

/** Terms of judging the policies. */
export interface AttachedRules {
  readonly app: string;
  /** `sluice:traffic.policies`: reasons by `<kind>/<name>`. */
  readonly accepted: Readonly<Record<string, string>>;
  /** Base makes the copies in this very run. */
  readonly copies: boolean;
  /** A rollback or an emergency release: what base cannot copy is only told. */
  readonly urgent: boolean;
}

const keyOf = ({ kind, metadata }: Policy): string => `${kind.kind}/${metadata.name}`;

const nameOf = ({ kind, metadata }: Policy): string => `${kind.kind} ${metadata.namespace}/${metadata.name}`;

function explainPolicy({ policy, hook, why }: AttachedPolicy): string {
  const told = why === undefined ? "" : `: ${why}`;
  return `${nameOf(policy)}${describeOwner(policy.metadata)} hangs on ${describeHook(hook)}${told}`;
}

/** A change of a copy as it is about to be made. */
export function explainStep(step: CopyStep): string {
  if (step.does === "remove") return `${nameOf(step.copy)}, a copy whose original is gone, is removed`;
  const { kind, metadata } = step.copy;
  return step.does === "create"
    ? `${nameOf(step.original)} is copied as ${kind} ${metadata.name}`
    : `${kind} ${metadata.name} is made like ${nameOf(step.original)} again`;
}

/** The same as drift. */
function explainDrift(step: CopyStep): string {
  if (step.does === "remove") return `${nameOf(step.copy)} is a copy whose original is gone`;
  const { kind, metadata } = step.copy;
  return step.does === "create"
    ? `${nameOf(step.original)} has no copy ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name} differs from ${nameOf(step.original)}`;
}

/** Steps whose policy nobody accepted as it is. */
export function dueSteps(
  { steps }: Pick<Attached, "steps">,
  accepted: AttachedRules["accepted"],
): readonly CopyStep[] {
  return steps.filter((step) => step.does === "remove" || !(keyOf(step.original) in accepted));
}

/** Judges the policies of others that name the app's Service, route or rule. */
export function judgeAttached(reading: AttachedReading, rules: AttachedRules): AttachedFinding {
  const { policies, unseen } = reading;
  const { app, accepted, copies, urgent } = rules;
  const reasonOf = (policy: Policy): string | undefined => accepted[keyOf(policy)];
  const refused = policies.filter(({ policy, why }) => why !== undefined && reasonOf(policy) === undefined);
  const due = dueSteps(reading, accepted);
  const used = new Set(policies.map(({ policy }) => keyOf(policy)));
  const problems = refused.map((one) => ({
    text: `every Service and rule of ${app} must have stable's policies: got ${explainPolicy(one)}`,
    fix: `its owner names the others in it as well, or sluice:traffic.policies: { "${keyOf(one.policy)}": "<reason>" } accepts it`,
  }));
  const drift = due.map((step) => ({
    text: `the canary must have the policies that stable has: got ${explainDrift(step)}`,
    fix: "the base stack's up makes the copies as they must be",
  }));
  return {
    problems: [...(urgent ? [] : problems), ...(copies ? [] : drift)],
    notes: [
      ...policies.flatMap((one) => {
        const reason = reasonOf(one.policy);
        if (reason !== undefined)
          return [`accepted by sluice:traffic.policies (${reason}): ${explainPolicy(one)}`];
        return one.why === undefined ? [explainPolicy(one)] : [];
      }),
      ...(urgent ? problems.map(({ text }) => text) : []),
      ...(copies ? due.map(explainStep) : []),
      ...Object.keys(accepted)
        .filter((key) => !used.has(key))
        .map((key) => `sluice:traffic.policies names ${key}, which hangs on nothing of ${app}`),
      ...(unseen.length === 0
        ? []
        : [`policies by name cannot be looked for in ${unseen.join(", ")}: this account may not list them`]),
    ],
  };
}
