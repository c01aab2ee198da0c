import {
  inlineProblem,
  joinProblems,
  prefixed,
  printProblem,
  printProblems,
  toProblem,
} from "../../../components/core/problem";
import { RunEnd } from "../../../components/core/run-end";

const known = { text: "there must be a ledger: got none", fix: "sluice rollout prod" };
const bare = { text: "weight must be 0 %: got 5 %" };

test("printProblem() gives the way out a line of its own, inlineProblem() the rest of one line", () => {
  expect(printProblem(known)).toBe("there must be a ledger: got none\n  → sluice rollout prod");
  expect(inlineProblem(known)).toBe("there must be a ledger: got none → sluice rollout prod");
  expect([printProblem(bare), inlineProblem(bare)]).toEqual([bare.text, bare.text]);
  expect(printProblems([bare, known])).toBe(`${bare.text}\n${printProblem(known)}`);
});

test("toProblem() tells a broken rule in the grammar", () => {
  const rule = { path: "sluice:app", rule: "be a mapping" };
  expect(toProblem(rule)).toEqual({ path: "sluice:app", text: "sluice:app must be a mapping" });
  expect(toProblem({ ...rule, got: "a list", file: "Pulumi.prod.yaml", fix: "correct it" })).toEqual({
    path: "sluice:app",
    text: "sluice:app must be a mapping: got a list (Pulumi.prod.yaml)",
    fix: "correct it",
  });
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
  expect(new RunEnd("busy", "locked")).toMatchObject({
    problem: { text: "locked" },
    problems: [],
    message: "locked",
  });
  const both = new RunEnd("usage", [bare, known]);
  expect(both).toMatchObject({ problem: joinProblems([bare, known]), problems: [bare, known] });
  expect(both.message).toBe(`${bare.text}\n${printProblem(known)}`);
});
