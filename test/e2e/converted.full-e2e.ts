import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { configureAdopted, quick } from "./support/releases/adopt-running";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { othersReleases } from "./support/releases/others-releases";
import { quickTraffic } from "./support/quickly";
import { writeObjects } from "./support/write-objects";

// The steps of docs/how-to/from-argo-rollouts.md and from-flagger.md, as they stand there, up to a promoted release.

interface Stage {
  readonly weight: number;
  readonly approval?: boolean;
}

describe.each(othersReleases)(
  "what $from released as $name",
  ({ name, from, app: converted, objects, live, weights, approvals }) => {
    let app: App;

    const sluice = async (command: string, ...more: readonly string[]) =>
      await app.sluice(command, name, `--cwd=${app.folder}`, ...more);
    const stages = async (): Promise<readonly Stage[]> => {
      const file = await readFile(path.join(app.folder, `Pulumi.${name}.yaml`), "utf8");
      const { config } = parse(file) as { config: Readonly<Record<string, readonly Stage[]>> };
      return config["sluice:stages"] ?? [];
    };
    const get = async (object: string, jsonpath: string): Promise<string> =>
      await app.kubectl("get", object, "-o", `jsonpath=${jsonpath}`);

    beforeAll(async () => {
      app = await createApp(name);
    });

    afterAll(async () => {
      await app.remove();
    });

    test("becomes an environment whose first up deploys it", async () => {
      const set = objects(app.host);
      const file = await writeObjects(app, "given", set);
      const isLive = (one: object): boolean =>
        (one as { readonly metadata: { readonly name: string } }).metadata.name === live;
      if (live !== undefined)
        await app.kubectl("apply", "-f", await writeObjects(app, "live", set.filter(isLive)));
      const options = {
        from,
        env: name,
        out: app.folder,
        namespace: app.namespace,
        image: image("v1"),
        host: app.host,
        prometheus: "service://monitoring/prometheus:9090",
        gateway: "gateway/sluice",
        context: app.sandbox.context,
        uid: app.sandbox.clusterUid,
      };
      const flags = Object.entries(options).map(([flag, value]) => `--${flag}=${value}`);
      const { stdout } = done(await app.sluice("convert", file, ...flags, "--force", "--json"));
      const { gaps } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as {
        readonly gaps: readonly { readonly taken?: string }[];
      };
      expect(gaps.filter(({ taken }) => taken === undefined)).toEqual([]);
      const written = await stages();
      expect(written.map(({ weight }) => weight)).toEqual(weights);
      expect(written.flatMap(({ weight, approval }) => (approval === true ? [weight] : []))).toEqual(
        approvals,
      );
      done(await sluice("init"));
      const { traffic, analysis, promotion } = quick(app, 5);
      await configureAdopted(app, {
        stages: written.map((stage) => ({ ...stage, soak: "4s" })),
        traffic: { ...traffic, ...quickTraffic },
        analysis,
        promotion,
      });
      done(await sluice("rollout"));
      expect(await get(`deployment/${converted}-stable`, "{.status.readyReplicas}")).toBe("2");
    });

    test("is released through its own stages, and no request fails", async () => {
      const load = app.load(50);
      const answers = app.watchAnswers();
      await configureAdopted(app, { release: { image: image("v2") } });
      for (const stage of approvals) {
        const waits = await sluice("rollout");
        expect(waits.code).toBe(3);
        expect(waits.text).toContain(`sluice approve ${name} --stage ${stage}`);
        done(await sluice("approve", `--stage=${stage}`, "--reason=looks well"));
      }
      done(await sluice("rollout"));
      const status = JSON.parse(done(await sluice("status", "--json")).stdout) as {
        readonly phase: string;
        readonly moves: readonly { readonly to: number }[];
      };
      expect(status.phase).toBe("promoted");
      expect(status.moves.map(({ to }) => to)).toEqual(expect.arrayContaining([...weights]));
      expect(await get(`deployment/${converted}-stable`, "{.spec.template.spec.containers[0].image}")).toBe(
        image("v2"),
      );
      expect(answers.failures()).toEqual([]);
      expect((await load.stop()).failed).toBe(0);
    });
  },
);
