import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { pushImages } from "../../sandbox/images/ensure";
import { createApp } from "../e2e/support/app";
import type { App } from "../e2e/support/app";
import { sandboxName } from "../e2e/support/sandbox-name";
import { findCheckout, foldersOf } from "./support/checkouts";
import { previewWorkload } from "./support/preview-workloads";
import { publicSets } from "./support/public-sets";
import { publicWorkloads, refusedWorkloads, unservedWorkloads } from "./support/public-workloads";

/**
 * Folders with checkouts of the listed repositories, by the last part of their names; each workload is previewed
 * against the API server of a sandbox.
 * SLUICE_WORKLOADS=/checkouts/podinfo:/checkouts/microservices-demo npm run test:cosign -- workload-previews
 */
const folders = foldersOf("SLUICE_WORKLOADS");

const rows = publicWorkloads.flatMap(({ repository, files }) =>
  Object.entries(files).flatMap(([place, names]) =>
    names.map((workload) => ({ repository, kind: "manifest" as const, place, workload })),
  ),
);
const cases = [...rows, ...publicSets].flatMap((one) => {
  const folder = findCheckout(folders, one.repository, one.place);
  return folder === undefined ? [] : [{ ...one, folder }];
});

let app: App;

beforeAll(async () => {
  if (cases.length === 0) return;
  const sandbox = await upSandbox({ name: sandboxName, onProgress: () => {} });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  app = await createApp("previews");
}, 600_000);

afterAll(async () => {
  if (cases.length === 0) return;
  await app.remove();
  await downSandbox({ name: sandboxName });
}, 120_000);

(cases.length === 0 ? test.skip : test).each(cases)(
  "$repository: $place $workload is previewed, or refused with the right sentence",
  async ({ folder, ...source }) => {
    const { code, text } = await previewWorkload(app, folder, source);
    const name = `${source.place} ${source.workload}`;
    const refusal = refusedWorkloads[name] ?? unservedWorkloads[name];
    const problem = code === 0 ? "" : text;
    expect(problem).toEqual(refusal === undefined ? "" : expect.stringContaining(refusal));
  },
);
