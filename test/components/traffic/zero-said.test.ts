import { moveToZero } from "../../../components/traffic/end/abort-release";
import type { ZeroKind } from "../../../components/core/live";
import { setUpWatchedApp } from "../../support/fake-cluster/watched-app";

const present = setUpWatchedApp({
  stack: "prod-canary-5",
  options: { limitSeconds: 600, atLimit: "back", who: "anna" },
});

test.each<[ZeroKind, string]>([
  ["promote", "info"],
  ["supersede", "warning"],
  ["fail", "warning"],
])("weight 0 by %s is told as %s", async (kind, severity) => {
  const { app, session } = present();
  if (kind === "promote") app.setLedger({ ...app.ledger(), phase: "promoting" });
  const told: [string, string][] = [];
  const say = (text: string, as = "info"): void => void told.push([as, text]);
  await moveToZero({ ...session, say }, { kind, reason: "so", attempt: 2, confirm: false });
  expect(told).toContainEqual([severity, "weight 5 → 0 written: all traffic goes to stable (so)"]);
});
