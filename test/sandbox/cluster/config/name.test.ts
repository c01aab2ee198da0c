import { parseSandboxName } from "../../../../sandbox/cluster/config/name";

test.each(["a", "sluice", "dev-2", "a".repeat(30)])("takes %p as a sandbox's name", (name) => {
  expect(parseSandboxName(name)).toBe(name);
});

test.each(["", "A", "-a", "a-", "1a", "a b", "a/b", "../a", "a".repeat(31), "a\n"])(
  "refuses %p as a sandbox's name, and says the rule and what it got",
  (name) => {
    expect(() => parseSandboxName(name)).toThrow(RangeError);
    expect(() => parseSandboxName(name)).toThrow(`must be 1 to 30 lower-case letters`);
    expect(() => parseSandboxName(name)).toThrow(`got "${name}"`);
  },
);
