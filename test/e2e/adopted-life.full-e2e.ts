import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import {
  adopt,
  configureAdopted,
  createRunning,
  quick,
  sendRequests,
} from "./support/releases/adopt-running";
import type { Clients } from "./support/releases/adopt-running";
import { done, image } from "./support/app";
import type { App } from "./support/app";
import { leadTo, usersRules } from "./support/routes/own-route";
import { nativeSidecar } from "./support/services/written-set";
import { ingressRouteTo, ingressTo, routeTo } from "./support/services/running-service";

// The whole time of a service with Sluice: taken over, released three times, brought back, given back.

interface Way {
  readonly name: string;
  /** Weight of its first stage. */
  readonly weight: number;
  /** Objects by which users reach the service. */
  readonly toWays: (host: string) => readonly object[];
  /** Settings of its router. */
  readonly settings: (app: App) => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A route with three rules more, one of them the app's. */
const routeOfFour = (host: string): object => {
  const route = routeTo(host) as { readonly spec: object };
  const text = JSON.stringify(usersRules).replaceAll(
    '"name":"scholarlink","port":8080',
    '"name":"shopfront","port":80',
  );
  return { ...route, spec: { ...route.spec, rules: JSON.parse(text) as unknown } };
};

const ways: readonly Way[] = [
  { name: "httproute", weight: 5, toWays: (host) => [routeOfFour(host)], settings: () => ({}) },
  {
    name: "ingress",
    weight: 20,
    toWays: (host) => [ingressTo(host)],
    settings: () => ({ analysis: { source: "traefik" } }),
  },
  { name: "ingressroute", weight: 20, toWays: (host) => [ingressRouteTo(host)], settings: () => ({}) },
  {
    name: "service",
    weight: 34,
    toWays: () => [],
    settings: () => ({ analysis: { source: "opentelemetry" } }),
  },
];

describe.each(ways)(
  "a running service that users reach by its $name",
  ({ name, weight, toWays, settings }) => {
    let app: App;
    let clients: Clients;
    let stacks: readonly string[];
    /** Requests of the bad setting that failed. */
    let failed: readonly unknown[] = [];

    const get = async (object: string, jsonpath: string): Promise<string> =>
      await app.kubectl("get", object, "-o", `jsonpath=${jsonpath}`);

    /** Changes the object that `sluice adopt` wrote into a file. */
    const change = async (file: string, edit: (object: never) => object): Promise<void> => {
      const place = path.join(app.folder, "k8s", file);
      await writeFile(place, stringify(edit(parse(await readFile(place, "utf8")) as never)));
    };

    const release = async (): Promise<string> => {
      for (const stack of stacks) done(await app.up(stack));
      return done(await app.up()).text;
    };

    beforeAll(async () => {
      app = await createRunning(`life-${name}`, weight, toWays);
      stacks = ["", `-canary-${weight}`, "-canary-100"].map((end) => `${app.environment}${end}`);
      const patch = JSON.stringify({ spec: { template: { spec: { initContainers: [nativeSidecar()] } } } });
      await app.kubectl("patch", "deployment", "web", "-p", patch, "--field-manager=team");
      await app.kubectl("rollout", "status", "deployment/web", "--timeout=120s");
      await adopt(app);
      const { traffic, analysis, ...rest } = quick(app, weight);
      const own = settings(app);
      const isService = toWays(app.host).length === 0;
      await configureAdopted(app, {
        ...rest,
        traffic: isService ? { drain: "5s" } : traffic,
        analysis: { ...analysis, ...own["analysis"] },
      });
      if (isService) await leadTo(app, "shopfront", 80);
      // The Service of the route's further rule is not there: what others broke keeps nobody waiting.
      clients = sendRequests(app, 150);
    });

    afterAll(async () => {
      await app.remove();
    });

    test("is taken over with as many pods as its autoscaler set, and no request fails", async () => {
      done(await app.up());
      expect(await get("deployment/shop-stable", "{.status.readyReplicas}")).toBe("2");
      expect(await get("deployment/web", "{.spec.replicas}")).toBe("0");
      expect(clients.failures()).toEqual([]);
    });

    test("goes through a release of an image and one of a setting, and no request fails", async () => {
      await configureAdopted(app, { release: { image: image("v2") } });
      expect(await release()).toContain("promoted");
      await change("configmap-web.yaml", (one: object) => ({ ...one, data: { greeting: "good morning" } }));
      expect(await release()).toContain("promoted");
      expect(await get("deployment/shop-stable", "{.spec.template.spec.containers[0].image}")).toBe(
        image("v2"),
      );
      expect(clients.failures()).toEqual([]);
    });

    test("loses a setting that makes it fail, and no other request fails", async () => {
      const file = path.join(app.folder, "k8s/deployment-web.yaml");
      const good = await readFile(file, "utf8");
      type Deployment = { spec: { template: { spec: { containers: { env: object[] }[] } } } };
      await change("deployment-web.yaml", (one: Deployment) => {
        one.spec.template.spec.containers[0]?.env.push(
          { name: "ERROR_RATIO", value: "1" },
          { name: "ERRORS_AFTER", value: "60" },
        );
        return one;
      });
      const stages = [
        { weight, soak: "60s" },
        { weight: 100, soak: "5s" },
      ];
      await configureAdopted(app, { stages });
      done(await app.up());
      const stage = await app.up(stacks[1]);
      expect(stage.sluiceCode).toBe(4);
      expect(stage.text).toContain("all traffic is on stable (observed)");
      failed = await clients.settled();
      expect(failed.filter((one) => typeof one === "string" && !one.includes("HTTP 500"))).toEqual([]);
      await writeFile(file, good);
    });

    test("goes back from stable to the release before it, and no request fails", async () => {
      const { stdout } = done(await app.sluice("history", app.environment, `--cwd=${app.folder}`, "--json"));
      const { targets } = JSON.parse(stdout) as {
        readonly targets: readonly { readonly revision: string }[];
      };
      const before = targets[0]?.revision ?? "";
      const back = await app.sluice("rollback", app.environment, `--cwd=${app.folder}`, "--to", before);
      expect(done(back).text).toContain("promoted");
      expect(await get("deployment/shop-stable", "{.spec.template.metadata.labels}")).toContain(before);
      expect(await clients.settled()).toEqual(failed);
    });

    test("is given back, and no request fails", async () => {
      done(await app.sluice("eject", app.environment, `--cwd=${app.folder}`));
      expect(await get("deployment/web", "{.status.readyReplicas}")).toBe("2");
      expect(await get("deployment/web", "{.spec.template.spec.initContainers[*].name}")).toBe("proxy");
      expect(await get("service/shopfront", "{.spec.selector}")).toBe('{"app":"old-web"}');
      expect(await get("hpa", "{.items[*].spec.scaleTargetRef.name}")).toBe("web");
      done(await app.pulumi("destroy", "-s", app.environment, "--yes", "--skip-preview"));
      expect(await clients.settled()).toEqual(failed);
      console.log(`${name}: requests of the bad setting that failed: ${JSON.stringify(failed.at(-1))}`);
    });
  },
);
