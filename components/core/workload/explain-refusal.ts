import { distinct, toProblem } from "../problem";
import type { BrokenRule, Problem } from "../problem";
import { discreet } from "./from/refuse/refuse-fields";

/** Fault of a field, as the API server answers it. */
export interface RefusalCause {
  /** Such as `FieldValueInvalid`. */
  readonly reason?: string;
  readonly message?: string;
  /** Such as `spec.template.spec.containers[0].name`. */
  readonly field?: string;
}

/** Answer of the API server to a write that is only tried. */
export interface Refusal {
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** The API server's own words. */
  readonly words: string;
  readonly causes: readonly RefusalCause[];
}

/** An object that was tried. */
export interface TriedObject {
  /** Name for people, such as `Deployment shop`. */
  readonly name: string;
  /** A Secret, whose values stand in no message. */
  readonly isSecret: boolean;
  /** Pods of the app: nothing that admission may want to see before comes with them. */
  readonly isWorkload: boolean;
}

/** Problems that keep an object from being written, or the reason why nobody knows of any. */
export type Trial = { readonly problems: readonly Problem[] } | { readonly unknown: string };

/** Longest words of others that are repeated, characters. */
const longest = 400;

const shorten = (words: string): string => (words.length > longest ? `${words.slice(0, longest)}…` : words);

/** Words of a server that asks somebody else, who refuses or cannot be asked without effects. */
const unableToTry = /does not support dry run/i;
const lacksRight = /\bUser "[^"]*" cannot |attempting to grant RBAC permissions/;
const denied = /admission webhook "[^"]+" denied the request|ValidatingAdmissionPolicy '[^']+'/;

/** Words of a server that cannot take an object apart, which is no fault of the server. */
const unreadable = /failed to (create typed patch object|convert new object)|strict decoding error/;

/** Faults that a refused trial shows; a trial that nobody could judge shows none. */
export function explainRefusal(refusal: Refusal, tried: TriedObject): Trial {
  const { status, words, causes } = refusal;
  const unknown = explainUnknown(refusal, tried);
  if (unknown !== undefined) return { unknown };
  const admission = denied.exec(words);
  if (admission !== null) return { problems: [explainDenial(words, tried)] };
  const problems = causes.flatMap(({ field, message }) =>
    field === undefined || message === undefined ? [] : [toFieldProblem(field, message, tried)],
  );
  if (status === 422 && problems.length > 0) return { problems: distinct(problems) };
  return { problems: [toWordsProblem(words, tried)] };
}

function explainUnknown({ status, words }: Refusal, { isWorkload }: TriedObject): string | undefined {
  if (lacksRight.test(words)) return "the account has no right to write it";
  if (unableToTry.test(words)) return shorten(words);
  if (unreadable.test(words)) return undefined;
  if (denied.test(words) && !isWorkload) return `${shorten(words)} (it may wait for another object)`;
  const isAway = status === 0 || status === 429 || status >= 500;
  const isElsewhere = status === 401 || status === 404 || status === 409;
  return isAway || isElsewhere ? shorten(words) : undefined;
}

function explainDenial(words: string, { name }: TriedObject): Problem {
  return {
    path: name,
    object: name,
    text: `${name} must be admitted by the cluster's policies: got ${shorten(words)}`,
    fix: "change the set as these words say, or ask whoever runs that policy",
  };
}

function toWordsProblem(words: string, { name, isSecret }: TriedObject): Problem {
  const got = isSecret ? "a refusal whose words may show its values" : shorten(words);
  return { path: name, object: name, text: `${name} must be taken by the API server: got ${got}` };
}

/** Rule and value in the words of one kind of fault, which may say more of it. */
const forms: readonly (readonly [words: RegExp, rule: string])[] = [
  [/^Invalid value: ("(?:[^"\\]|\\.)*"|.*?)(?:: (.*))?$/s, "be valid"],
  [/^Required value()(?:: (.*))?$/s, "be set"],
  [/^Duplicate value: ("(?:[^"\\]|\\.)*"|.*?)()$/s, "be the only one of its name"],
  [/^Not found: ("(?:[^"\\]|\\.)*"|.*?)()$/s, "be the name of something that is there"],
  [/^Unsupported value: ("(?:[^"\\]|\\.)*"|.*?): supported values: (.*)$/s, "be one of those that there are"],
  [/^Forbidden()(?:: (.*))?$/s, "be allowed where it is"],
];

/** Details that are a rule by themselves, and go on after "must". */
const isRule = /^must (be|not|have|contain|match|start|end) /;

/** Details without the pattern that a program checks by. */
const withoutPattern = (detail: string): string => detail.replace(/ \((e\.g\. |regex used ).*$/s, "");

function toFieldProblem(field: string, message: string, { name, isSecret }: TriedObject): Problem {
  const isHidden = isSecret || discreet.test(field);
  return {
    ...toProblem({ ...readFault(message, isHidden), path: `${field} of ${name}` }),
    path: field,
    object: name,
  };
}

function readFault(message: string, isHidden: boolean): Pick<BrokenRule, "rule" | "got"> {
  for (const [words, rule] of forms) {
    const found = words.exec(message);
    if (found === null) continue;
    const [, value, more = ""] = found as unknown as readonly [string, string, string?];
    const detail = shorten(withoutPattern(more));
    const shown = value === "" ? "none" : isHidden || value.length > 80 ? "another value" : value;
    if (isRule.test(detail)) return { rule: detail.slice("must ".length), got: shown };
    return { rule, got: detail === "" ? shown : `${shown} (${detail})` };
  }
  return { rule: "be valid", got: isHidden ? "another value" : shorten(message) };
}
