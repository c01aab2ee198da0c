import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { configureAdopted, quick, sendRequests } from "./support/releases/adopt-running";
import type { Clients } from "./support/releases/adopt-running";
import { createApp, done, image } from "./support/app";
import { scaleByKeda } from "./support/services/keda";
import type { App } from "./support/app";
import { routeTo } from "./support/services/running-service";
import { chartFiles, installed, kustomizeFiles } from "./support/services/strangers-set";
import { writeObjects } from "./support/write-objects";

// The steps of docs/how-to/from-helm.md and from-kustomize.md, as they stand there.

const write = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
};

interface Way {
  readonly name: string;
  readonly deployment: string;
  readonly option: string;
  /** Lets the service run as its team runs it. */
  readonly install: (app: App) => Promise<void>;
  /** Value of `app.from`, which the person adds to the file. */
  readonly from: object;
  /** @returns options of the first rollout */
  readonly letGo: (app: App) => Promise<readonly string[]>;
  /** A change of a setting, where the workload is written. */
  readonly change: (app: App) => Promise<void>;
}

const ways: readonly Way[] = [
  {
    name: "helm",
    deployment: "shop",
    option: "--chart=shop",
    install: async (app) => {
      await write(path.join(app.folder, "shop"), chartFiles());
      const file = await writeObjects(app, "installed", installed(app.namespace));
      await app.kubectl("apply", "--server-side", "--field-manager=helm", "-f", file);
    },
    from: { chart: { path: "shop", values: ["shop/values-prod.yaml"] } },
    letGo: async (app) => {
      const marks = ["meta.helm.sh/release-name-", "meta.helm.sh/release-namespace-"];
      await app.kubectl("annotate", "deployment/shop", "service/shop", ...marks);
      // Helm's field manager stays.
      return ["--foreign-owner-stopped=no helm upgrade of shop runs any more"];
    },
    change: async (app) => {
      const file = path.join(app.folder, "shop/values-prod.yaml");
      await writeFile(file, "place: prod\nsite: { enabled: true, greeting: good morning }\n");
    },
  },
  {
    name: "kustomize",
    deployment: "shop-eu",
    option: "--kustomize=k8s/prod",
    install: async (app) => {
      await write(path.join(app.folder, "k8s"), kustomizeFiles(app.namespace));
      await app.kubectl("apply", "-k", path.join(app.folder, "k8s/prod"));
    },
    from: { kustomize: "k8s/prod" },
    letGo: async () => await Promise.resolve([]),
    change: async (app) => {
      const file = path.join(app.folder, "k8s/prod/kustomization.yaml");
      const text = kustomizeFiles(app.namespace)["prod/kustomization.yaml"] ?? "";
      await writeFile(file, text.replace("GREETING=hello", "GREETING=good morning"));
    },
  },
];

/** Takes the configuration of the version before away, tries to go back to it, and puts it back. */
async function expectRefusedWithoutConfiguration(app: App): Promise<void> {
  const list = await app.kubectl("get", "configmap", "-l", "sluice.dev/app", "-o", "json");
  const { items } = JSON.parse(list) as {
    readonly items: readonly { readonly metadata: { readonly name: string }; readonly data?: object }[];
  };
  const [before = { metadata: { name: "none" } }] = items.filter(
    ({ data }) => JSON.stringify(data) === '{"GREETING":"hello"}',
  );
  const { name } = before.metadata;
  await app.kubectl("delete", "configmap", name);
  const refused = await app.sluice("rollback", app.environment, `--cwd=${app.folder}`);
  expect(refused.text).toMatch(/configuration of revision \w+ must be stored in namespace/);
  expect(refused.text).toContain(`got no ConfigMap ${name}; nothing was changed`);
  expect(refused.code).toBe(3);
  const made = ["uid", "resourceVersion", "creationTimestamp"];
  const metadata = Object.fromEntries(
    Object.entries(before.metadata).filter(([field]) => !made.includes(field)),
  );
  await app.kubectl("create", "-f", await writeObjects(app, "configuration", [{ ...before, metadata }]));
}

describe.each(ways)(
  "a service that $name installed",
  ({ name, deployment, option, install, from, letGo, change }) => {
    let app: App;
    let clients: Clients;
    let endKeda: () => void;

    const get = async (object: string, jsonpath: string): Promise<string> =>
      await app.kubectl("get", object, "-o", `jsonpath=${jsonpath}`);

    beforeAll(async () => {
      app = await createApp(`from${name}`, { stages: [5, 100].map((weight) => ({ weight, soak: "5s" })) });
      await install(app);
      const route = await writeObjects(app, "route", [routeTo(app.host, deployment)]);
      await app.kubectl("apply", "-f", route);
      await app.kubectl("rollout", "status", `deployment/${deployment}`, "--timeout=120s");
      endKeda = await scaleByKeda(app, deployment);
      clients = sendRequests(app);
    });

    afterAll(async () => {
      endKeda();
      await app.remove();
    });

    test("is read, let go and taken over as it is", async () => {
      const where = [
        `--cwd=${app.folder}`,
        `--namespace=${app.namespace}`,
        `--context=${app.sandbox.context}`,
      ];
      const prometheus = "--prometheus=service://monitoring/prometheus:9090";
      const object = `deployment/${deployment}`;
      done(await app.sluice("adopt", app.environment, object, ...where, prometheus, option, "--force"));
      await configureAdopted(app, { ...quick(app, 5), app: { from } });
      const options = await letGo(app);
      const preview = await app.pulumi("preview", "-s", app.environment);
      expect(preview.text).toContain("takeover, step 1");
      done(await app.sluice("rollout", app.environment, `--cwd=${app.folder}`, ...options));
      expect(await get(object, "{.spec.replicas}")).toBe("0");
      expect(await get("scaledobject/shop", "{.spec.scaleTargetRef.name}")).toBe(`${deployment}-stable`);
      expect(clients.failures()).toEqual([]);
    });

    test("is released with a changed setting and another image, and brought back", async () => {
      await change(app);
      await configureAdopted(app, { release: { image: image("v2") } });
      for (const stack of ["", "-canary-5", "-canary-100", ""])
        done(await app.up(`${app.environment}${stack}`));
      const stable = `deployment/${deployment}-stable`;
      const images = "{.spec.template.spec.containers[*].image}";
      expect(await get(stable, images)).toBe(image("v2"));
      await expectRefusedWithoutConfiguration(app);
      done(await app.sluice("rollback", app.environment, `--cwd=${app.folder}`));
      expect(await get(stable, images)).toBe(image("v1"));
      expect(clients.failures()).toEqual([]);
    });

    test("is given back", async () => {
      done(await app.sluice("eject", app.environment, `--cwd=${app.folder}`));
      expect(await get(`deployment/${deployment}`, "{.status.readyReplicas}")).toBe("2");
      expect(await get(`deployment/${deployment}-stable`, "{.spec.replicas}")).toBe("0");
      expect(await get("scaledobject/shop", "{.spec.scaleTargetRef.name}")).toBe(deployment);
      done(await app.pulumi("destroy", "-s", app.environment, "--yes", "--skip-preview"));
      expect(clients.failures()).toEqual([]);
    });
  },
);
