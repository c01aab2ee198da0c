import { RunEnd } from "../components/core/run-end";

/** An environment as a person names it, and whose it is in Pulumi's backend. */
export interface NamedEnvironment {
  readonly environment: string;
  /** @default - Pulumi's own default */
  readonly org?: string;
}

/**
 * Reads `prod`, `acme/prod` or `acme/shop/prod`, as Pulumi writes names of stacks; files and ledger know `prod` alone.
 * @param org - of `--org`
 * @throws {RunEnd} with exit code 2 where two organisations are named
 */
export function readEnvironmentName(text: string, org?: string): NamedEnvironment {
  const parts = text.split("/");
  const environment = parts.at(-1) ?? text;
  const named = parts.length > 1 ? parts[0] : undefined;
  if (named !== undefined && org !== undefined && named !== org) {
    throw new RunEnd(
      "usage",
      `Cannot use environment "${text}": --org must be the organisation in its name, ${named}: got ${org}`,
    );
  }
  const whose = named ?? org;
  return whose === undefined || whose === "" ? { environment } : { environment, org: whose };
}

/** A stack's name for `--stack`. */
export function fullStackName(stack: string, org: string | undefined): string {
  return org === undefined ? stack : `${org}/${stack}`;
}
