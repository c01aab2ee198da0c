import { checkSetNames } from "../../../../../components/core/checks/sets";
import { gateChecks } from "../../../../../components/core/gate/checks";
import { preflightItems } from "../../../../../components/core/preflight/items";
import { checklistSections, countLines } from "../../../../../components/core/preflight/lines/lines";
import { commands } from "../../../../../cli/command-list";

const lines = checklistSections.flatMap((section) => section.lines);
const namesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);

test("every line ends as one of three, with a reason, and no line stands twice in its section", () => {
  const { found, stated, none } = countLines();
  expect(found + stated + none).toBe(lines.length);
  expect(lines.every(({ by }) => by.trim() !== "")).toBe(true);
  for (const { lines: own } of checklistSections)
    expect(new Set(own.map(({ line }) => line)).size).toBe(own.length);
});

test("every line that a person states names an item that a person can sign off", () => {
  const stated = lines.filter(({ end }) => end === "stated").flatMap(({ by }) => namesIn(by));
  const items = preflightItems.filter(({ find }) => find === undefined).map(({ id }) => id);
  expect(stated.filter((name) => !items.includes(name))).toEqual([]);
  expect(items.filter((name) => !stated.includes(name))).toEqual([]);
});

test("every line that is found names an item, a check of the gate, a command, a setting or a part of a run", () => {
  const known = [
    ...preflightItems.filter(({ find }) => find !== undefined).map(({ id }) => id),
    ...gateChecks.map(({ id }) => id),
  ];
  const isKnown = (name: string): boolean =>
    known.includes(name) ||
    commands.some((one) => name === `sluice ${one.name}`) ||
    /^(sluice:[a-z]+|release\.)/.test(name) ||
    (checkSetNames as readonly string[]).includes(name);
  const found = lines.filter(({ end }) => end === "found");
  expect(found.flatMap(({ by }) => namesIn(by)).filter((name) => !isKnown(name))).toEqual([]);
  const parts = /`|the soak|the ledger|the verdict|the base stack|the environment's file|the pods|the stages/;
  expect(found.filter(({ by }) => !parts.test(by))).toEqual([]);
});
