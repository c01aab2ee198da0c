import { holdLock } from "../../../components/session/held-locks";
import { openSession } from "../../../components/session/session";
import { InterruptedError } from "../../../components/traffic/wait";
import { startFakeApp } from "../../support/fake-cluster/app";
import { imageOf } from "../../support/environment";
import { attemptOf, ledgerOf } from "../../support/gate";

test("a run whose program is gone is interrupted, wherever it waits: also for the lock", async () => {
  const app = await startFakeApp();
  app.setLedger(ledgerOf({ attempt: attemptOf() }));
  const settings = app.settings(imageOf("b"));
  const session = await openSession({ settings, run: { programPid: 2 ** 22 - 1, programStart: "1" } });
  const { interrupted } = session;
  if (!interrupted.aborted) await new Promise((gone) => interrupted.addEventListener("abort", gone));
  const held = holdLock(session).finally(async () => {
    session.close();
    await app.stop();
  });
  await expect(held).rejects.toBeInstanceOf(InterruptedError);
});
