import type { Problem } from "../problem";
import type { Ledger } from "./ledger";

/** Owner of a ledger. */
export type LedgerOwner = Pick<Ledger, "app" | "environment">;

/**
 * Reason why a ledger belongs to another app or environment: one app in one namespace has one environment, and both
 * would change the same objects.
 * @returns undefined where it is the right one
 */
export function findForeignOwner(
  { app, environment }: LedgerOwner,
  meant: LedgerOwner & { readonly namespace: string },
): Problem | undefined {
  if (app === meant.app && environment === meant.environment) return undefined;
  const where = `ConfigMap sluice-${meant.app} of namespace ${meant.namespace}`;
  const rule = `${where} must be the ledger of app "${meant.app}" in environment "${meant.environment}"`;
  const ways = [
    `give this one a namespace of its own (sluice:app.namespace)`,
    ...(environment === meant.environment
      ? []
      : [
          `where ${environment} was renamed to ${meant.environment}, name stack and file ${environment} again (pulumi stack rename ${environment})`,
        ]),
  ];
  return {
    text: `${rule}: got that of app "${app}" in environment "${environment}"; nothing was touched`,
    fix: ways.join("; or, "),
  };
}
