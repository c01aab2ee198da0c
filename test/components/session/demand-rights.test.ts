import type { Cluster } from "../../../components/cluster/api";
import { demandRights } from "../../../components/session/demand-rights";
import type { Settings } from "../../../components/core/settings";
import { settings } from "../core/routers/gateway/any-route";

/** A cluster with these kinds, `group/version` by plural, whose account may not list those resources. */
function clusterOf(served: Readonly<Record<string, readonly string[]>>, ...denied: readonly string[]) {
  const asked: string[] = [];
  const call = async (_method: string, _path: string, options: unknown): Promise<unknown> => {
    const { resource } = (options as { body: { spec: { resourceAttributes: { resource: string } } } }).body
      .spec.resourceAttributes;
    return await Promise.resolve({ status: { allowed: !denied.includes(resource) } });
  };
  const find = async (path: string): Promise<unknown> => {
    asked.push(path);
    const names = Object.keys(served).map((one) => one.split("/") as [string, string]);
    if (path === "/apis")
      return await Promise.resolve({
        groups: names.map(([name, version]) => ({ name, versions: [{ version }] })),
      });
    const resources = served[path.replace("/apis/", "")];
    return await Promise.resolve(resources && { resources: resources.map((name) => ({ name })) });
  };
  return { asked, cluster: { call, find } as unknown as Cluster };
}

const demand = async (cluster: Cluster): Promise<void> =>
  await demandRights({ cluster, settings: { ...settings, stable: {} } as unknown as Settings }, false);

const contour = { "projectcontour.io/v1": ["httpproxies"] };

test("an account with every right is asked for nothing else", async () => {
  const { asked, cluster } = clusterOf(contour);
  await demand(cluster);
  expect(asked).toEqual([]);
});

test("a kind by which no router splits is demanded where the cluster serves it", async () => {
  await expect(demand(clusterOf(contour, "httpproxies").cluster)).rejects.toThrow(
    "must have every right of a previewer in namespace shop: lacks list httpproxies (projectcontour.io)",
  );
});

test.each([
  ["its group is not served", {}],
  ["its group has other kinds alone", { "projectcontour.io/v1": ["others"] }],
])("it is not where %s", async (_, served) => {
  await demand(clusterOf(served, "httpproxies", "routes").cluster);
});

test("any other right is demanded whatever the cluster serves", async () => {
  await expect(demand(clusterOf({}, "ingresses", "routes").cluster)).rejects.toThrow(
    /lacks list ingresses \(networking\.k8s\.io\)\n/,
  );
});
