import type * as dynamic from "@pulumi/pulumi/dynamic";
import { withCode } from "../core/exit-code";
import { toRunEnd } from "../session/failure";
import { flushMessages } from "../notify/outbox";
import { noteDeclared } from "./engine-run";
import type { Provider } from "./provider";

type CheckFailure = NonNullable<dynamic.CheckResult["failures"]>[number];

/** A refusal in `check`. Without a property: the engine would print its whole value in front of the reason. */
export function toCheckFailure(error: unknown, action: string): CheckFailure {
  const { end, message, isPaused } = toRunEnd(error, action);
  return { property: "", reason: withCode(end, message, isPaused) };
}

/** Puts an exit code in front of the message of whatever is thrown: the engine hands on nothing else. */
function coded<Args extends unknown[], Result>(
  method: (...args: Args) => Promise<Result>,
  action: string,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      // The run ends here, and this process soon after it.
      await flushMessages();
      const { end, message, isPaused } = toRunEnd(error, action);
      throw new Error(withCode(end, message, isPaused), { cause: error });
    }
  };
}

/** Wraps a function that only a run with a program calls. */
function declared<Args extends unknown[], Result>(
  method: (...args: Args) => Promise<Result>,
  action: string,
): (...args: Args) => Promise<Result> {
  const act = coded(method, action);
  return async (...args) => {
    noteDeclared();
    return await act(...args);
  };
}

/** A provider as the engine calls it. */
export function forEngine(provider: Provider): Provider {
  const { check, diff, create, update, read, delete: remove } = provider;
  return {
    ...(check === undefined ? {} : { check: declared(check, "check a resource") }),
    diff: coded(diff, "compare a resource"),
    create: declared(create, "create a resource"),
    update: declared(update, "update a resource"),
    ...(read === undefined ? {} : { read: coded(read, "read a resource") }),
    delete: coded(remove, "delete a resource"),
  };
}
