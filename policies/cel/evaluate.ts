import { UnknownValue } from "../pack/unknown";
import type { CompiledCheck, CompiledValidation } from "./compile";
import type { CelObject } from "./cel-object";
import { withoutOwnNames } from "./functions";

/** Result of a check on one object; no outcome at all means that the object passes. */
export type Outcome =
  | { readonly kind: "fail"; readonly message: string }
  /** The answer depends on a value that a preview does not know. */
  | { readonly kind: "unknown"; readonly path: string }
  /** The expression cannot be evaluated, which an admission policy with `failurePolicy: Fail` refuses as well. */
  | { readonly kind: "error"; readonly message: string }
  /** The parameters of the check cannot be used. */
  | { readonly kind: "parameters"; readonly message: string };

/** The variables of a check for one object, evaluated when they are first read. */
function bindVariables(compiled: CompiledCheck, target: CelObject, params: unknown) {
  const variables: Record<string, unknown> = {};
  const bindings = { object: target.object, oldObject: null, request: target.request, params, variables };
  for (const { name, evaluate, shared } of compiled.variables) {
    Object.defineProperty(variables, name, {
      enumerable: true,
      configurable: true,
      get() {
        const before = shared === undefined ? undefined : target.shared.get(shared);
        const value = before ?? evaluate(bindings);
        if (shared !== undefined) target.shared.set(shared, value);
        Object.defineProperty(variables, name, { value, enumerable: true, configurable: true });
        return value;
      },
    });
  }
  return bindings;
}

type Bound = ReturnType<typeof bindVariables>;

const fail = (message: unknown): Outcome => ({ kind: "fail", message: String(message) });

/** The variables with one list cut down to one item. */
function cutList({ variables }: Bound, list: string, item: unknown): Record<string, unknown> {
  const cut: Record<string, unknown> = {};
  for (const name of Object.keys(variables)) {
    if (name === list) cut[name] = [item];
    else Object.defineProperty(cut, name, { enumerable: true, get: () => variables[name] });
  }
  return cut;
}

function* runValidation(
  { evaluate, explain, list }: CompiledValidation,
  bindings: Bound,
): Generator<Outcome> {
  if (list !== undefined) {
    const items = bindings.variables[list];
    if (!Array.isArray(items)) throw new TypeError(`variables.${list} must be a list`);
    for (const item of items) yield fail(explain({ ...bindings, variables: cutList(bindings, list, item) }));
    return;
  }
  const result = evaluate(bindings);
  if (result === true) return;
  if (result !== false) throw new TypeError(`a validation must be true or false, got ${typeof result}`);
  yield fail(explain(bindings));
}

const reasonOf = (error: unknown): string =>
  withoutOwnNames(error instanceof Error ? (error.message.split("\n")[0] as string) : String(error));

const toOutcome = (error: unknown): Outcome =>
  error instanceof UnknownValue
    ? { kind: "unknown", path: error.path }
    : { kind: "error", message: reasonOf(error) };

/** Whether all conditions are true; as in a cluster, a false one outweighs others that cannot be evaluated. */
function matchConditions({ conditions }: CompiledCheck, bindings: Bound): boolean | Outcome {
  let failure: Outcome | undefined;
  for (const evaluate of conditions) {
    try {
      const result = evaluate(bindings);
      if (result === false) return false;
      if (result !== true) failure ??= toOutcome(new TypeError("a condition must be true or false"));
    } catch (error) {
      failure ??= toOutcome(error);
    }
  }
  return failure ?? true;
}

/** Reason why the parameters cannot be used, if so. */
function findParameterFault({ variables }: CompiledCheck, bindings: Bound): string | undefined {
  for (const { name } of variables.filter(({ ofParameters }) => ofParameters)) {
    try {
      void bindings.variables[name];
    } catch (error) {
      return reasonOf(error);
    }
  }
  return undefined;
}

/**
 * Runs a check on one object, as an API server would on the same object.
 * @param params - value of `params` in its expressions
 */
export function* evaluateCheck(
  compiled: CompiledCheck,
  target: CelObject,
  params: unknown,
): Generator<Outcome> {
  const bindings = bindVariables(compiled, target, params);
  const matched = matchConditions(compiled, bindings);
  if (typeof matched === "object") yield matched;
  if (matched !== true) return;
  const fault = findParameterFault(compiled, bindings);
  if (fault !== undefined) {
    yield { kind: "parameters", message: fault };
    return;
  }
  for (const validation of compiled.validations) {
    try {
      yield* runValidation(validation, bindings);
    } catch (error) {
      yield toOutcome(error);
    }
  }
}
