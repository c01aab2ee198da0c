import { refusalOf } from "./contract";
import type { ContractPlace } from "./contract";

const apply = "application/apply-patch+yaml";
const query = "fieldManager=sluice&force=true&dryRun=All";

/** Contract of server-side apply as far as writes are tried by it; see `describeClusterContract`. */
export function describeApplyContract(title: string, place: () => ContractPlace): void {
  const at = (kind: string, name = "contract-tried"): string =>
    `/${kind}/`.replace("/core/", "/api/v1/").replace("/apps/", "/apis/apps/v1/") +
    `namespaces/${place().namespace}/${kind === "core" ? "configmaps" : "deployments"}/${name}`;
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "contract-tried" } };
  const call = async (method: string, path: string, body: unknown, contentType?: string) =>
    await place().cluster.call<{ data?: unknown }>(method, path, {
      body,
      ...(contentType === undefined ? {} : { contentType }),
    });

  describe(title, () => {
    test("an apply that is tried makes and merges, and stores nothing", async () => {
      const tried = async () =>
        await call("PATCH", `${at("core")}?${query}`, { ...map, data: { b: "2" } }, apply);
      expect((await tried()).data).toEqual({ b: "2" });
      expect(await place().cluster.find(at("core"))).toBeUndefined();
      const collection = at("core", "").slice(0, -1);
      await call("POST", `${collection}?fieldManager=sluice`, { ...map, data: { a: "1" } });
      expect((await tried()).data).toEqual({ a: "1", b: "2" });
      expect(await place().cluster.find(at("core"))).toMatchObject({ data: { a: "1" } });
      await place().cluster.call("DELETE", at("core"));
      const metadata = { generateName: "contract-tries-" };
      await call("POST", `${collection}?fieldManager=sluice&dryRun=All`, { ...map, metadata });
    });

    test("a fault names its field", async () => {
      const labels = { app: "contract" };
      const body = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "contract-tried" },
        spec: {
          replicas: -1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "a", image: "a" }] } },
        },
      };
      const { status, details } = await refusalOf(call("PATCH", `${at("apps")}?${query}`, body, apply));
      expect(status).toBe(422);
      expect(details.causes?.map(({ field }) => field)).toEqual(["spec.replicas"]);
      expect(details.words).toContain("is invalid: spec.replicas: Invalid value");
    });
  });
}
