import { setFault } from "../../sandbox/fault/set-fault";
import { image } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";

/** Stages of a hotfix as a user has them who says nothing, and their stacks. */
export const hotfixStages = [20, 100].map((weight) => ({ weight, soak: "1h" }));

/** A check that does not pass in time: who calls may waive it. */
const closed = {
  name: "window",
  at: ["gate"],
  statement: {
    text: "the change window is open",
    owner: "team checkout",
    expires: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, ""),
  },
};

/**
 * Repairs a stable that fails a third of its requests, from the command to the promotion.
 * @param perSecond - requests of users
 */
export async function measureHotfix(bench: Bench, app: App, perSecond: number): Promise<Figure[]> {
  const load = app.load(perSecond);
  await setFault(app.sandbox, { namespace: app.namespace, track: "stable" }, { errorRatio: 0.3 });
  await app.configure(image("v2"), { release: { profile: "hotfix" }, checks: [closed] });
  const began = performance.now();
  const since = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  const incident = ["--as", "incident-commander", "--waive", "checks", "--reason", "INC-12: window closed"];
  for (let nth = 0; nth < 10; nth++) {
    const { code, text } = await app.sluice("rollout", app.environment, "-C", app.folder);
    const said = text.split("\n").findLast((line) => line.includes("[sluice:")) ?? "to its end";
    bench.say(`rollout ended with ${code} after ${since()}: ${said.trim()}`);
    if (code === 0) break;
    const stage = (await app.ledger()).attempt?.stages.find(({ phase }) => phase !== "passed");
    if (stage === undefined) throw new Error(`A hotfix must wait for a stage: got\n${text}`);
    const word = await app.sluice(
      "approve",
      app.environment,
      "-C",
      app.folder,
      "--stage",
      stage.key,
      ...incident,
    );
    bench.say(
      `approve ${stage.key} ended with ${word.code} after ${since()}: ${word.text.trim().split("\n").at(-1)}`,
    );
    if (word.code !== 0) throw new Error(word.text);
  }
  const minutes = (performance.now() - began) / 60_000;
  const { phase, attempt } = await app.ledger();
  const report = await load.stop();
  bench.say(`${phase}: ${JSON.stringify(attempt?.approvals)}`);
  bench.say(`${report.failed} of ${report.sent} requests failed`);
  if (phase !== "promoted") throw new Error(`The hotfix must be promoted: got ${phase}`);
  return [{ name: "hotfix of a broken stable, to promoted", unit: "min", values: [minutes] }];
}
