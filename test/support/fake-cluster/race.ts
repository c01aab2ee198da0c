import { isConflict } from "../../../components/cluster/api-error";
import { mergePatch } from "../../../components/cluster/api";
import { routers } from "../../../components/core/routers/routers";
import type { RouteView } from "../../../components/core/routers/router";
import type { Settings } from "../../../components/core/settings";
import { writtenWeight } from "../../../components/core/live";
import { freshEpoch } from "../../../components/traffic/fresh-epoch";
import { readForStructure, readRoute } from "../../../components/traffic/look/read-route";
import { patchRoute, writeWeight, writeZero } from "../../../components/traffic/write/write-route";
import type { ContractPlace } from "./contract";
import { collectionPath } from "./kinds";

const writers = Array.from({ length: 20 }, (_, nth) => nth + 1);

const zero = { attempt: 1, kind: "abort", reason: "race" } as const;

/** Twenty writers at a time on one object of each router: the same tests run on the fake and on a real API server. */
export function describeRaces(name: string, place: () => ContractPlace): void {
  describe.each(routers)(`${name}: router $name`, (router) => {
    const settings = (): Settings =>
      ({
        app: `race-${router.name}`,
        namespace: place().namespace,
        port: 80,
        stages: [],
        cluster: { context: "any", uid: "any" },
        traffic: {
          router: router.name,
          route: `race-${router.name}`,
          host: `${router.name}.race.example.org`,
          gateway: { name: "sluice", namespace: "gateway" },
        },
      }) as unknown as Settings;

    const look = async (): Promise<RouteView> => {
      const view = await readRoute(place().cluster, settings());
      if (view === undefined) throw new Error("the route is gone");
      return view;
    };

    const raise = async (view: RouteView, weight: number): Promise<string> => {
      const epoch = freshEpoch(view.live.epoch);
      await writeWeight(place().cluster, settings(), view, { weight, epoch });
      return epoch;
    };

    /** Another owner's label, which no write of the route may lose. */
    const label = async (nth: number): Promise<unknown> =>
      await place().cluster.call("PATCH", router.path(settings()), {
        body: { metadata: { labels: { [`writer-${nth}`]: "was-here" } } },
        contentType: mergePatch,
      });

    const labels = async (): Promise<number> => {
      const { object } = await look();
      const present = (object.metadata as { readonly labels?: object }).labels ?? {};
      return Object.keys(present).filter((one) => one.startsWith("writer-")).length;
    };

    /** Writes the structure; a router that reports on the new object at the same moment is no rival. */
    const writeStructure = async (): Promise<unknown> => {
      const { cluster } = place();
      const made = settings();
      const view = await readForStructure(cluster, made, "alone");
      if (view === undefined) throw new Error("the route was not made");
      const structure = { settings: made, token: "t", epoch: freshEpoch("") };
      return await patchRoute(cluster, made, router.renderStructure(view, structure) ?? []).catch(
        async (error: unknown) => {
          if (!isConflict(error)) throw error;
          return await writeStructure();
        },
      );
    };

    beforeAll(async () => {
      const { cluster, namespace } = place();
      for (const { manifest, hasPorts = false } of router.declare(settings(), "t")) {
        const ports = hasPorts ? { ports: [{ port: 80 }] } : {};
        const body = { ...manifest, spec: { ...(manifest.spec as object), ...ports } };
        await cluster.call("POST", collectionPath(manifest, namespace), { body });
      }
      await writeStructure();
    });

    test("of 20 raises from one state one wins, and what 20 others write is not lost", async () => {
      const before = await look();
      const both = await Promise.all([
        Promise.allSettled(writers.map(async (nth) => await raise(before, nth))),
        Promise.allSettled(writers.map(label)),
      ]);
      const [raises] = both;
      const won = raises.flatMap((one, nth) => (one.status === "fulfilled" ? [[nth + 1, one.value]] : []));
      const lost = raises.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
      expect(won).toHaveLength(1);
      expect(lost.filter((one) => !isConflict(one))).toEqual([]);
      const { live } = await look();
      expect([writtenWeight(live), live.epoch]).toEqual(won[0]);
      expect(await labels()).toBe(20);
    });

    test("an abort among 20 raises ends at 0, whoever writes first", async () => {
      const { cluster } = place();
      const before = await look();
      await Promise.all([
        Promise.allSettled(writers.map(async (nth) => await raise(before, nth + 20))),
        writeZero(cluster, settings(), freshEpoch, zero, () => false),
        Promise.allSettled(writers.map(label)),
      ]);
      const { live } = await look();
      expect([writtenWeight(live), live.zeroReason]).toEqual([0, zero]);
      expect(await labels()).toBe(20);
    });
  });
}
