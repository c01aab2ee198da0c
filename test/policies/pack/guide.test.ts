import * as fs from "node:fs";
import * as path from "node:path";
import { policies } from "../../../policies/all";
import { definePolicy } from "../../../policies/pack/define-policy";
import { renderGuide } from "../../../policies/pack/render-guide";
import { now } from "./run-policy";

const guide = fs.readFileSync(path.resolve(__dirname, "../../../docs/reference/policies.md"), "utf8");

describe("docs/reference/policies.md", () => {
  test("is what node policies/guide.js writes", () => {
    expect(guide).toBe(renderGuide(policies));
  });
});

describe("every policy", () => {
  test("has a name of its own", () => {
    const names = policies.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  test.each(policies.map((policy) => [policy.name, policy] as const))(
    "%s says what, why and how to fix, and can be given to Pulumi",
    (_name, policy) => {
      for (const text of [policy.title, policy.description, policy.why, policy.fix]) {
        expect(text.trim()).not.toBe("");
      }
      const surroundings = { context: () => ({ now, preview: true, stack: "", project: "" }) };
      expect(definePolicy(policy, surroundings).name).toBe(policy.name);
    },
  );
});
