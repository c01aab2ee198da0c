import { ApiError } from "../../../../components/cluster/api-error";
import type { Cluster } from "../../../../components/cluster/api";
import type { RouteSettings } from "../../../../components/core/routers/foreign-rules";
import { fenceRoute } from "../../../../components/traffic/write/fence-route";

const settings = {
  app: "shop",
  namespace: "shop",
  traffic: { router: "gateway", route: "shop" },
} as unknown as RouteSettings;

/** A cluster whose route has an epoch, or none; each patch meets the next of the refusals first. */
function serve(
  epoch: string | undefined,
  refusals: ApiError[] = [],
): { cluster: Cluster; patches: unknown[] } {
  const patches: unknown[] = [];
  const cluster = {
    find: async () =>
      await Promise.resolve(
        epoch === undefined
          ? undefined
          : { metadata: { annotations: { "sluice.dev/epoch": epoch } }, spec: { rules: "odd" } },
      ),
    call: async (_method: string, _path: string, { body }: { body: unknown }) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      patches.push(body);
      return await Promise.resolve({});
    },
  } as unknown as Cluster;
  return { cluster, patches };
}

const conflict = (): ApiError => new ApiError(409, "Conflict", "somebody wrote");

test("fenceRoute() bumps the epoch of a route of any shape", async () => {
  const { cluster, patches } = serve("4-a");
  await fenceRoute(cluster, settings);
  expect(patches).toEqual([
    expect.arrayContaining([
      expect.objectContaining({ op: "test", value: "4-a" }),
      expect.objectContaining({ op: "add", value: expect.stringMatching(/^5-/) }),
    ]),
  ]);
});

test("fenceRoute() has nothing to do without a route", async () => {
  const { cluster, patches } = serve(undefined);
  await fenceRoute(cluster, settings);
  expect(patches).toEqual([]);
});

test("fenceRoute() reads again where somebody wrote meanwhile, and passes everything else on", async () => {
  const { cluster, patches } = serve("4-a", [conflict(), conflict()]);
  await fenceRoute(cluster, settings);
  expect(patches).toHaveLength(1);
  const refused = new ApiError(403, "Forbidden", "no right");
  await expect(fenceRoute(serve("4-a", [refused]).cluster, settings)).rejects.toBe(refused);
  const busy = Array.from({ length: 10 }, conflict);
  await expect(fenceRoute(serve("4-a", busy).cluster, settings)).rejects.toMatchObject({ status: 409 });
});
