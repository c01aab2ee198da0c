import { connectOnce } from "../cluster/connect";
import type { Attempt } from "../core/ledger/ledger";
import { judgeOrigin } from "../core/release/judge-origin";
import type { OriginFact, OriginFinding } from "../core/release/judge-origin";
import type { OriginSettings, Settings } from "../core/settings";
import { ledgerStore } from "../ledger/ledger-store";

/** What is put right in a hurry, or is going back, waits for no environment before it. */
function explainExempt(attempt: Attempt | undefined): string | undefined {
  if (attempt?.kind === "rollback") return "this is a rollback";
  return attempt?.profile === "hotfix" ? "this is a hotfix" : undefined;
}

async function readFinding(from: OriginSettings, image: string, nowSeconds: number): Promise<OriginFinding> {
  try {
    const stored = await ledgerStore(await connectOnce(from.cluster), from).read();
    return judgeOrigin(stored?.ledger, image, { afterSeconds: from.afterSeconds, nowSeconds });
  } catch (error) {
    return { kind: "unreadable", problem: (error as Error).message };
  }
}

/**
 * Reads the ledger of the environment that comes before, which may be in another cluster.
 * @returns undefined where no environment comes before
 */
export async function readOrigin(
  { promotion: { from }, image }: Settings,
  attempt: Attempt | undefined,
  nowSeconds: number,
): Promise<OriginFact | undefined> {
  if (from === undefined) return undefined;
  const { environment, afterSeconds } = from;
  const why = explainExempt(attempt);
  const finding =
    why === undefined ? await readFinding(from, image, nowSeconds) : ({ kind: "not-asked", why } as const);
  return { environment, afterSeconds, ...finding };
}
