import { explainProblem, joinProblems, prefixed, printProblem } from "../../../components/core/problem";
import { RunEnd } from "../../../components/core/run-end";

const known = { text: "there must be a ledger: got none", fix: "sluice rollout prod" };
const bare = { text: "weight must be 0 %: got 5 %" };

test("printProblem() gives the way out a line of its own, explainProblem() the rest of one line", () => {
  expect(printProblem(known)).toBe("there must be a ledger: got none\n  → sluice rollout prod");
  expect(explainProblem(known)).toBe("there must be a ledger: got none; sluice rollout prod");
  expect([printProblem(bare), explainProblem(bare)]).toEqual([bare.text, bare.text]);
});

test("prefixed() says what cannot be done, and keeps the way out", () => {
  expect(prefixed("Cannot retry: ", known)).toEqual({ ...known, text: `Cannot retry: ${known.text}` });
  expect(prefixed("Cannot retry: ", bare)).toEqual({ text: `Cannot retry: ${bare.text}` });
});

test("joinProblems() tells every problem, and each way out once", () => {
  expect(joinProblems([known, bare, { ...bare, fix: known.fix }])).toEqual({
    text: `${known.text}; ${bare.text}; ${bare.text}`,
    fix: known.fix,
  });
  expect(joinProblems([bare])).toEqual(bare);
});

test("RunEnd has the problem as data, and as it is printed", () => {
  expect(new RunEnd("refused", known)).toMatchObject({ problem: known, message: printProblem(known) });
  expect(new RunEnd("busy", "locked")).toMatchObject({ problem: { text: "locked" }, message: "locked" });
});
