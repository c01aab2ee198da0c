import type { Cluster } from "../../../components/cluster/api";
import { findMissingRights } from "../../../components/cluster/missing-rights";
import { right } from "../../../components/core/access/right";

const resources = Array.from({ length: 30 }, (_, nth) => `kind${nth}`);
const rights = resources.map((resource) => right("apps", resource, "get"));

interface Review {
  readonly body: { readonly spec: { readonly resourceAttributes: { readonly resource: string } } };
}

/** An API server that allows some resources, and keeps count of the questions that are open at once. */
function askedOf(allowed: (resource: string) => boolean) {
  let open = 0;
  const seen = { most: 0, asked: [] as string[] };
  const call = async (_method: string, _path: string, options: unknown): Promise<unknown> => {
    const { resource } = (options as Review).body.spec.resourceAttributes;
    seen.asked.push(resource);
    seen.most = Math.max(seen.most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 2));
    open--;
    return { status: { allowed: allowed(resource) } };
  };
  return { seen, cluster: { call } as unknown as Cluster };
}

test("findMissingRights() asks for each right once, at most six at a time", async () => {
  const { seen, cluster } = askedOf(() => true);
  await expect(findMissingRights(cluster, "prod", rights)).resolves.toEqual([]);
  expect(seen.asked.toSorted()).toEqual(resources.toSorted());
  expect(seen.most).toBe(6);
});

test("findMissingRights() names what is lacking in the order of the rights", async () => {
  const { cluster } = askedOf((resource) => resource !== "kind3" && resource !== "kind20");
  await expect(findMissingRights(cluster, "prod", rights)).resolves.toEqual([rights[3], rights[20]]);
});

test("findMissingRights() fails where a question does", async () => {
  const cluster = { call: async () => await Promise.reject(new Error("away")) } as unknown as Cluster;
  await expect(findMissingRights(cluster, "prod", rights)).rejects.toThrow("away");
});
