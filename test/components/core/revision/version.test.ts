import {
  describeChanged,
  describeVersion,
  explainOther,
  includesVersion,
  provenSame,
  sameVersion,
  toVersion,
} from "../../../../components/core/revision/version";
import { A, B } from "../release/world";

const [one, two] = ["1111111111", "2222222222"];

test.each([
  ["the same revision", { image: A, revision: one }, { image: A, revision: one }, true, true],
  [
    "the same image with other settings",
    { image: A, revision: one },
    { image: A, revision: two },
    false,
    false,
  ],
  ["an image that somebody changed", { image: A, revision: one }, { image: B, revision: one }, false, false],
  ["an image whose revision is not known", { image: A }, { image: A, revision: two }, true, false],
  ["two images alone", { image: A }, { image: A }, true, true],
  ["other images", { image: A }, { image: B }, false, false],
  ["no version", undefined, { image: A }, false, false],
  ["no version either", { image: A }, undefined, false, false],
] as const)("sameVersion() of %s", (_name, a, b, same, proven) => {
  expect(sameVersion(a, b)).toBe(same);
  expect(provenSame(a, b)).toBe(proven);
});

test("people read the image first, then the revision", () => {
  expect(describeVersion({ image: A, revision: one })).toBe("sha256:aaaaaaaaaaaa (revision 1111111111)");
  expect(describeVersion({ image: A })).toBe("sha256:aaaaaaaaaaaa");
});

test("toVersion() leaves everything else behind", () => {
  expect(toVersion({ image: A, revision: one, replicas: 3 } as never)).toEqual({ image: A, revision: one });
  expect(toVersion({ image: A })).toEqual({ image: A });
});

test("includesVersion()", () => {
  expect(includesVersion([{ image: A, revision: one }], { image: A, revision: two })).toBe(false);
  expect(includesVersion([{ image: A }], { image: A, revision: two })).toBe(true);
});

test.each([
  [
    { image: A, revision: one },
    { image: A, revision: two },
    `this checkout must be revision 2222222222 of ${A} now: got revision 1111111111`,
  ],
  [{ image: A }, { image: A }, `this checkout must be revision unknown of ${A} now: got revision unknown`],
  [{ image: A }, { image: B, revision: two }, `release.image must be ${B} now: got ${A}`],
  [{ image: A }, undefined, `release.image must be undefined now: got ${A}`],
])("explainOther() names what differs", (wanted, version, text) => {
  expect(explainOther(wanted, version, "now")).toBe(text);
});

test("describeChanged() names changes that are more than the image", () => {
  const version = { image: A, revision: one };
  for (const known of [version, { ...version, changes: ["image"] }])
    expect(describeChanged(known)).toBe(describeVersion(version));
  expect(describeChanged({ ...version, changes: ["env B"] })).toMatch(
    /\(revision 1+\), with changes of env B$/,
  );
});

test("explainOther() names the first three things that differ", () => {
  const of = (...names: string[]) => explainOther({ image: A }, { image: B }, "now", names);
  expect(of("env A", "config b/c")).toMatch(/got \S+, which differs in env A, config b\/c$/);
  expect(of("image", "env A", "env B", "env C", "resources")).toMatch(
    /which differs in image, env A, env B and 2 more$/,
  );
});
