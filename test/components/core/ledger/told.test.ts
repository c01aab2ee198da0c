import { commandEnded, reasonKey } from "../../../../components/core/ledger/told";
import { ledger, running } from "../release/world";

const by = "prod-canary-50";
const soaking = running(50, "soaking");

test("commandEnded() tells a reason once, however often the command is repeated", () => {
  const first = commandEnded(soaking, {
    by,
    message: "Cannot shift traffic: canary has 0 of 2 pods ready after 300 s",
  });
  expect(first?.event).toEqual({
    type: "Warning",
    reason: "CommandEnded",
    message: "prod-canary-50 ended: Cannot shift traffic: canary has 0 of 2 pods ready after 300 s",
  });
  const after = first?.ledger ?? soaking;
  const again = "Cannot shift traffic: canary has 1 of 2 pods ready after 301 s";
  expect(commandEnded(after, { by, message: again })).toBeUndefined();
  expect(commandEnded(after, { by, message: "Cannot shift traffic: the gateway is away" })).toBeDefined();
});

test("commandEnded() says nothing where no attempt runs", () => {
  for (const idle of [ledger({ phase: "promoted" }), { ...soaking, phase: "aborted" as const }]) {
    expect(commandEnded(idle, { by, message: "refused" })).toBeUndefined();
  }
});

test("commandEnded() remembers the latest twenty reasons", () => {
  let record = soaking;
  for (let i = 0; i < 30; i++) {
    const message = `Cannot go on: ${String.fromCodePoint(97 + (i % 26))}${i > 25 ? "z" : ""} is away`;
    record = commandEnded(record, { by, message })?.ledger ?? record;
  }
  expect(record.attempt?.told).toHaveLength(20);
});

test.each([
  ["numbers", "0 of 2 pods after 3 s", "1 of 2 pods after 4 s"],
  ["digests", "image @sha256:aa11 differs", "image @sha256:bb22 differs"],
  [
    "pods",
    "shop-canary-7d9f5b4c9d-x2x7z: CrashLoopBackOff",
    "shop-canary-7d9f5b4c9d-abcde: CrashLoopBackOff",
  ],
])("reasonKey() is the same whatever the %s", (_, one, other) => {
  expect(reasonKey(one)).toBe(reasonKey(other));
});

test("reasonKey() tells other words apart", () => {
  expect(reasonKey("the gateway is away")).not.toBe(reasonKey("the registry is away"));
});
