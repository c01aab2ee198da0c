import { findCheckout, foldersOf } from "./support/checkouts";
import { publicWorkloads, refusedWorkloads } from "./support/public-workloads";
import { tryWorkloads } from "./support/try-workloads";

/**
 * Folders with checkouts: of the listed repositories, by the last part of their names, and any others.
 * SLUICE_WORKLOADS=/checkouts/podinfo:/checkouts/microservices-demo npm run test:cosign -- workloads
 */
const folders = foldersOf("SLUICE_WORKLOADS");

test("the list has 101 workloads", () => {
  expect(publicWorkloads.flatMap(({ files }) => Object.values(files).flat())).toHaveLength(101);
});

for (const { repository, files } of publicWorkloads) {
  const folder = findCheckout(folders, repository, Object.keys(files)[0] as string);
  const run = folder === undefined ? test.skip : test;
  run(`workloads of ${repository} are taken, or refused with the right sentence`, () => {
    const tried = tryWorkloads(folder as string);
    for (const [file, names] of Object.entries(files)) {
      for (const workload of names) {
        const found = tried.find((one) => one.file === file && one.name === workload);
        const refusal = refusedWorkloads[`${file} ${workload}`];
        expect({ file, workload, problems: found?.problems.join("\n") }).toEqual({
          file,
          workload,
          problems: refusal === undefined ? "" : (expect.stringContaining(refusal) as string),
        });
      }
    }
  });
}

const others = folders.filter(
  (one) => !publicWorkloads.some(({ repository }) => one.endsWith(repository.split("/")[1] ?? "")),
);

test.each(others.length === 0 ? ["."] : others)("workloads of %s are tried", (folder) => {
  if (others.length === 0) return;
  const tried = tryWorkloads(folder);
  const refused = tried.filter(({ problems }) => problems.length > 0);
  const lines = refused.map(({ file, name, problems }) => `${file} ${name}: ${problems.join(" | ")}`);
  console.log([`${tried.length - refused.length} of ${tried.length} are taken`, ...lines].join("\n"));
  expect(refused.every(({ problems }) => problems.every((text) => text.includes(" must ")))).toBe(true);
});
