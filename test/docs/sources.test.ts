import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceNames, sources } from "../../components/core/sources/sources";
import type { Source } from "../../components/core/sources/source";

const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");

test("the README names the experimental sources as such, and no other", () => {
  const [, said = ""] = /The sources (.*?) are experimental/.exec(readme) ?? [];
  const isExperimental = (name: (typeof sourceNames)[number]) => {
    const { profile }: Source = sources[name];
    return profile.experimental !== undefined;
  };
  expect([...said.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(
    sourceNames.filter(isExperimental),
  );
});
