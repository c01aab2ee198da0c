import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseLedger } from "../../../components/ledger/ledger-schema";
import { pinnedParameters, restoreEvidence } from "../../../components/stage/evidence/pinned";
import { settingsWith } from "../../support/evidence";

const folder = path.resolve(__dirname, "../../fixtures/upgrade");
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".json"));

interface Captured {
  readonly ledger: {
    readonly moves: readonly unknown[];
    readonly earlier: readonly unknown[];
    readonly evidence?: { readonly ticks: number; readonly lnE: number; readonly canary: unknown };
    readonly attempt: { readonly stages: readonly { readonly weight: number; readonly verdict?: unknown }[] };
  };
}

test.each(fixtures)("the ledger of %s is read with its evidence, verdicts and movers", (name) => {
  const text = readFileSync(path.join(folder, name), "utf8")
    .replaceAll("{{digest of v1}}", "a".repeat(64))
    .replaceAll("{{digest of v2}}", "b".repeat(64));
  const { ledger: stored } = JSON.parse(text) as Captured;
  const parsed = parseLedger(JSON.stringify(stored));
  if ("problem" in parsed) throw new Error(parsed.problem);
  const { ledger } = parsed;
  expect(ledger.version).toBe(3);
  expect(ledger.moves).toEqual(stored.moves);
  expect(ledger.earlier).toEqual(stored.earlier);
  expect(ledger.attempt?.stages).toEqual(
    stored.attempt.stages.map(({ weight, ...stage }) => ({
      key: String(weight),
      exposure: { weight },
      ...stage,
    })),
  );
  const settings = settingsWith("interval: 1s");
  const { state, problem } = restoreEvidence(ledger, settings);
  expect(problem).toBeUndefined();
  if (stored.evidence === undefined) return;
  const { ticks, lnE, canary } = stored.evidence;
  expect(state).toMatchObject({ ticks, lnE, canary, parameters: pinnedParameters(ledger, settings) });
});
