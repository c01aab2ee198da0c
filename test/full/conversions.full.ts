import { findCheckout, foldersOf } from "./support/checkouts";
import { publicConversions } from "./support/public-conversions";
import { tryConversions } from "./support/try-conversions";

/**
 * Folders with checkouts: of the listed repositories, by the last part of their names, and any others.
 * SLUICE_CONVERSIONS=/checkouts/flagger:/checkouts/argo-rollouts npm run test:cosign -- conversions
 */
const folders = foldersOf("SLUICE_CONVERSIONS");

test("the list has ten Rollouts, ten Canaries and six Ingresses at least", () => {
  const kinds = publicConversions.flatMap(({ objects }) => objects.map(([kind]) => kind));
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  expect(count("Rollout")).toBeGreaterThanOrEqual(10);
  expect(count("Canary")).toBeGreaterThanOrEqual(10);
  expect(count("Ingress")).toBeGreaterThanOrEqual(6);
});

for (const { repository, objects } of publicConversions) {
  const folder = findCheckout(folders, repository, objects[0]?.[1] ?? "");
  const run = folder === undefined ? test.skip : test;
  run(`objects of ${repository} are converted, each field with its fate`, () => {
    const tried = tryConversions(folder as string);
    for (const [kind, file, name, lost] of objects) {
      const found = tried.find((one) => one.kind === kind && one.file === file && one.name === name);
      expect({
        file,
        problems: found?.problems,
        toChange: found?.toChange,
        lost: found?.lost.length,
      }).toEqual({
        file,
        problems: [],
        toChange: [],
        lost,
      });
      expect(found?.reported).toBe(found?.given);
    }
  });
}

test.each(folders.length === 0 ? ["."] : folders)(
  "every field of what is in %s is in its report",
  (folder) => {
    if (folders.length === 0) return;
    const tried = tryConversions(folder);
    const whole = tried.filter(({ problems, lost }) => problems.length === 0 && lost.length === 0);
    const lines = tried.map(({ kind, file, name, problems, counts, lost, toChange }) =>
      [
        `${kind} ${file} ${name}`,
        JSON.stringify(counts),
        ...problems,
        ...lost.map((one) => `lost ${one}`),
        ...toChange,
      ].join("\n    "),
    );
    console.log([`${whole.length} of ${tried.length} lose nothing of their own`, ...lines].join("\n"));
    expect(tried.every(({ given, reported }) => given === reported)).toBe(true);
  },
);
