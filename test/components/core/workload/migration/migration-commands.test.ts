import { migrationCommands } from "../../../../../components/core/workload/migration/migration-commands";
import type { HookJob } from "../../../../../components/core/workload/from/rendered-app";

const hook = (name: string, container: object, more: object = {}): HookJob => ({
  name,
  key: "abcdef",
  times: ["install", "upgrade"],
  container: "app",
  template: { spec: { containers: [{ name: "app", ...container }], ...more } } as HookJob["template"],
  rules: [],
});

test("a command is named by command and arguments, whatever it runs with", () => {
  const plain = migrationCommands({ command: ["/app", "migrate"] });
  expect(plain).toEqual({ name: "sluice:migration.command", key: expect.stringMatching(/^[0-9a-f]{10}$/) });
  expect(migrationCommands({ command: ["/app", "migrate"], args: [] })).toEqual(plain);
  expect(migrationCommands({ command: ["/app", "migrate"], args: ["--to", "2"] })?.key).not.toBe(plain?.key);
  expect(migrationCommands({ command: ["/app migrate"] })?.key).not.toBe(plain?.key);
  expect(migrationCommands(undefined)).toBeUndefined();
});

test("hooks are named by the commands of all their containers, in their order", () => {
  const schema = hook("schema", { command: ["migrate"], image: "a", env: [] });
  const all = migrationCommands({}, [schema, hook("seed", {})]);
  expect(all?.name).toBe("hooks schema, seed");
  const same = hook("schema", { command: ["migrate"], image: "b", resources: {} });
  expect(migrationCommands({}, [same, hook("seed", {})])).toEqual(all);
  const others = [
    [hook("seed", {}), schema],
    [hook("schema", { command: ["migrate"], args: ["2"] }), hook("seed", {})],
    [hook("schema", { command: ["migrate"] }, { initContainers: [{ command: ["wait"] }] }), hook("seed", {})],
    [],
  ];
  for (const hooks of others) expect(migrationCommands({}, hooks)?.key).not.toBe(all?.key);
  expect(migrationCommands({})?.name).toBe("hooks ");
});
