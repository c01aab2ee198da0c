import {
  codeOf,
  exitCodes,
  fromCode,
  isPausedMessage,
  withCode,
  withoutCode,
} from "../../../components/core/exit-code";
import type { ExitName } from "../../../components/core/exit-code";

test("exitCodes are the documented ones", () => {
  expect(Object.values(exitCodes)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 130]);
});

test.each(Object.keys(exitCodes) as ExitName[])("codeOf() reads what withCode() wrote for %s", (name) => {
  const message = withCode(name, "Cannot do it");
  expect(codeOf(`error: sluice:index:Gate gate creating failed: ${message}\n  more`)).toBe(exitCodes[name]);
  expect(withoutCode(message)).toBe("Cannot do it");
});

test.each(["nothing here", "[sluice:8] not a code", "[sluice:] empty", "sluice:3"])(
  "codeOf() finds no code in %j",
  (message) => {
    expect(codeOf(message)).toBeUndefined();
  },
);

test("isPausedMessage() finds a refusal that ends when the release is resumed", () => {
  const message = `resource 'shop' has a problem: ${withCode("refused", "Cannot raise: it is paused", true)}`;
  expect(isPausedMessage(message)).toBe(true);
  expect(codeOf(message)).toBe(3);
  expect(withoutCode(fromCode(message))).toBe("Cannot raise: it is paused");
  expect(isPausedMessage(withCode("refused", "Cannot raise: [it is paused]"))).toBe(false);
  expect(isPausedMessage("nothing here")).toBe(false);
});

test("fromCode() leaves a message without a code as it is", () => {
  expect(fromCode("nothing here")).toBe("nothing here");
});
