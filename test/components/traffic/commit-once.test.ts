import { ApiError } from "../../../components/cluster/api-error";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { held } from "../../../components/core/ledger/transitions/stage-transition";
import { commitOnce } from "../../../components/traffic/commit-once";
import type { RecordContext } from "../../../components/traffic/commit-once";
import { ledgerOf } from "../../support/gate";

const away = (): Error => new ApiError(503, "ServiceUnavailable", "starting");

/** Course of one commit: refused on the way there, or done with its answer lost. */
type Turn = "requestLost" | "answerLost";

function serve(turns: Turn[]): {
  context: RecordContext;
  commits: () => number;
  said: string[];
  ledger: () => Ledger;
} {
  let [ledger, commits] = [ledgerOf(), 0];
  const said: string[] = [];
  const context = {
    store: { read: async () => await Promise.resolve({ ledger, resourceVersion: "1" }) },
    say: (text: string) => void said.push(text),
    commit: async (change: Parameters<RecordContext["commit"]>[0]) => {
      const turn = turns.shift();
      if (turn === "requestLost") throw away();
      commits += 1;
      ledger = change(ledger, 1)?.ledger ?? ledger;
      if (turn === "answerLost") throw away();
      return await Promise.resolve(ledger);
    },
  } as unknown as RecordContext;
  return { context, commits: () => commits, said, ledger: () => ledger };
}

const isHeld = ({ phase }: Ledger): boolean => phase === "held";
const hold = (ledger: Ledger) => held(ledger, { reason: "blind", nowSeconds: 1 });

test.each<[string, Turn[]]>([
  ["at once", []],
  ["where the request was lost", ["requestLost"]],
  ["where the answer was lost after it was done", ["answerLost"]],
  ["where both happened", ["requestLost", "answerLost"]],
])("commitOnce() writes a transition once: %s", async (_, turns) => {
  const lost = turns.length;
  const { context, commits, said, ledger } = serve(turns);
  await commitOnce(context, isHeld, hold);
  expect(commits()).toBe(1);
  expect(ledger()).toMatchObject({ phase: "held", note: "blind" });
  expect(said).toEqual(Array.from({ length: lost }, () => "the ledger is not written yet: starting"));
});

test("commitOnce() commits what an earlier run had written as well", async () => {
  const { context, commits } = serve([]);
  await commitOnce(context, () => true, hold);
  expect(commits()).toBe(1);
});

test("commitOnce() gives up after its patience, and at once where it is refused", async () => {
  await expect(commitOnce(serve(["requestLost", "requestLost"]).context, isHeld, hold, 0)).rejects.toThrow(
    "starting",
  );
  const refusing = { ...serve([]).context, commit: async () => await Promise.reject(new RangeError("no")) };
  await expect(commitOnce(refusing, isHeld, hold)).rejects.toThrow("no");
});
