import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";

/** Begins another attempt where the one before was ended, whatever ended it; no traffic moves yet. */
export async function beginAttempt(app: App): Promise<void> {
  // One that was put back without guilt needs none, and the command says so.
  if ((await app.ledger()).phase === "aborted")
    await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "the next run of a bench");
  done(await app.up());
}
