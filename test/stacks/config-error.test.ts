import { ConfigError } from "../../stacks/config-error";

const image = {
  path: "sluice:release.image",
  rule: "end in a digest",
  got: '"app:1"',
  file: "Pulumi.prod.yaml",
};
const stage = { path: "stack name", rule: "be an environment", fix: 'use "prod"' };

test("ConfigError tells one problem in one line, and keeps it as data", () => {
  const error = new ConfigError('read environment "prod"', [image]);
  const text = 'sluice:release.image must end in a digest: got "app:1" (Pulumi.prod.yaml)';
  expect(error.message).toBe(`Cannot read environment "prod": ${text}`);
  expect(error.problems).toEqual([{ path: "sluice:release.image", text }]);
});

test("ConfigError tells several problems in a line each, with their way out", () => {
  const error = new ConfigError('use stack "x"', [image, stage]);
  expect(error.message).toBe(
    'Cannot use stack "x": 2 problems\n' +
      '  - sluice:release.image must end in a digest: got "app:1" (Pulumi.prod.yaml)\n' +
      '  - stack name must be an environment\n    → use "prod"',
  );
  expect(error.problems[1]).toEqual({
    path: "stack name",
    text: "stack name must be an environment",
    fix: 'use "prod"',
  });
});

test("ConfigError takes problems that others found as they are, beside broken rules", () => {
  const found = { path: "Service shop", text: "port of Service shop must be 80: got 81", fix: "set it" };
  const error = new ConfigError('render "shop"', [found, { path: "sluice:app", rule: "be set" }]);
  expect(error.problems[0]).toBe(found);
  expect(error.message).toBe(
    'Cannot render "shop": 2 problems\n  - port of Service shop must be 80: got 81\n    → set it\n  - sluice:app must be set',
  );
});
