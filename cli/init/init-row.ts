import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { init } from "./init";
import type { InitOptions } from "./init";

/** Options of `sluice init --environments`. */
export interface InitRowOptions extends Omit<InitOptions, "environment" | "from"> {
  /** Names in the order in which an image comes through them, for example `dev,staging,prod`. */
  readonly environments: string;
}

/**
 * Makes environments in a row: each but the first takes only images that the one before it has promoted. Each has a
 * namespace, and each but the last a host, with its name.
 */
export async function initRow(
  { environments, namespace, host, ...options }: InitRowOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const names = environments.split(",").map((name) => name.trim());
  const twice = names.find((name, at) => name === "" || names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new RunEnd("usage", {
      text: `Cannot make environments: --environments must be different names with commas between: got ${environments}`,
      fix: "for example --environments dev,staging,prod",
    });
  }
  const outcomes: Outcome[] = [];
  for (const [at, environment] of names.entries()) {
    const from = names[at - 1];
    const isLast = at === names.length - 1;
    const own = {
      environment,
      namespace: namespace === undefined ? environment : `${namespace}-${environment}`,
      ...(host === undefined ? {} : { host: isLast ? host : `${environment}.${host}` }),
      ...(from === undefined ? {} : { from }),
    };
    outcomes.push(await init({ ...options, ...own }, terminal));
  }
  return {
    exitCode: exitCodes.done,
    sentence: outcomes.flatMap(({ sentence }) => sentence ?? []).join("\n"),
    report: { environments: outcomes.map(({ report }) => report) },
  };
}
