import { connectOnce } from "../../cluster/connect";
import { given } from "../../core/given";
import type { Attempt } from "../../core/ledger/ledger";
import { lastVerification } from "../../core/ledger/verified";
import type { BeforeFact } from "../../core/preflight/facts";
import { lastWayBack } from "../../core/preflight/last-way-back";
import { judgeOrigin } from "../../core/release/judge-origin";
import type { OriginFact } from "../../core/release/judge-origin";
import type { OriginSettings, Settings } from "../../core/settings";
import { ledgerStore } from "../../ledger/ledger-store";
import { explainExempt } from "./exempt";

/** Judges an image by the ledger of the environment that comes before, which may be in another cluster. */
export async function readBefore(
  from: OriginSettings,
  image: string,
  nowSeconds: number,
): Promise<BeforeFact> {
  const { environment, afterSeconds, cluster } = from;
  const about = { environment, afterSeconds };
  try {
    const ledger = (await ledgerStore(await connectOnce(cluster), from).read())?.ledger;
    const finding = judgeOrigin(ledger, image, { afterSeconds, nowSeconds });
    return {
      origin: { ...about, ...finding },
      migrated: ledger?.migrated ?? [],
      ...given("verified", ledger && lastVerification(ledger, image)),
      ...given("wentBack", ledger && lastWayBack(ledger)),
    };
  } catch (error) {
    // Its way out, on the lines below, is for a checkout of that environment.
    const [problem = ""] = (error as Error).message.split("\n", 1);
    return { origin: { ...about, kind: "unreadable", problem }, migrated: [] };
  }
}

/**
 * Reads what the environment that comes before says about the image, unless this release waits for none.
 * @returns undefined where no environment comes before
 */
export async function readOrigin(
  { promotion: { from }, image }: Settings,
  attempt: Attempt | undefined,
  nowSeconds: number,
): Promise<OriginFact | undefined> {
  if (from === undefined) return undefined;
  const why = explainExempt(attempt);
  if (why === undefined) return (await readBefore(from, image, nowSeconds)).origin;
  const { environment, afterSeconds } = from;
  return { environment, afterSeconds, kind: "not-asked", why };
}
