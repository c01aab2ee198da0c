import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Load } from "../../sandbox/load/load";
import { adopt, configureAdopted, createRunning } from "./support/releases/adopt-running";
import { done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { mendPulumi } from "./support/kills/mend-pulumi";
import { routeTo, runningService } from "./support/services/running-service";
import { writeObjects } from "./support/write-objects";
import type { AnswerWatch } from "./support/requests/watch-answers";

let app: App;
let load: Load;
let answers: AnswerWatch;

/** Objects that a takeover changes, without what controllers report. */
const readSpecs = async (): Promise<string> => {
  const kinds = ["deployment", "service", "hpa", "httproute", "poddisruptionbudget", "configmap"];
  const { items } = JSON.parse(await app.kubectl("get", kinds.join(","), "-o", "json")) as {
    readonly items: readonly { readonly kind: string; readonly metadata: object; readonly spec?: object }[];
  };
  return JSON.stringify(
    items.map(({ kind, metadata, spec }) => [kind, (metadata as { readonly name: string }).name, spec]),
  );
};

beforeAll(async () => {
  app = await createRunning("adopt", 5, (host) => [routeTo(host)]);
});

afterAll(async () => {
  await app.remove();
});

test("a running service becomes an environment's files, and nothing of it changes", async () => {
  const before = await readSpecs();
  const { stdout, text } = await adopt(app);
  const report = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as {
    readonly written: readonly string[];
    readonly gaps: readonly { readonly taken?: string }[];
  };
  expect(report.written.toSorted()).toEqual([
    "Pulumi.adopt.yaml",
    "k8s/configmap-web.yaml",
    "k8s/deployment-web.yaml",
    "k8s/horizontalpodautoscaler-web.yaml",
    "k8s/poddisruptionbudget-web.yaml",
    "k8s/service-shopfront.yaml",
  ]);
  expect(report.gaps.filter(({ taken }) => taken === undefined)).toEqual([]);
  expect(text).toContain("takeover, step 2: Deployment shop-stable starts with 2 pods, as many as serve now");
  expect(text).toContain("HTTPRoute t-adopt/public was applied by kubectl: take it out of what is applied");
  const file = await readFile(path.join(app.folder, "Pulumi.adopt.yaml"), "utf8");
  expect(file).toContain(image("v1"));
  expect(file).toContain("adopt: web");
  expect(file).toContain(app.host);
  expect(await readSpecs()).toBe(before);
});

test("its preview shows the takeover, and touches nothing", async () => {
  const before = await readSpecs();
  const preview = done(await app.pulumi("preview", "-s", "adopt"));
  expect(preview.text).toContain(
    "once they are ready, in the endpoints and probed, Service shopfront leads to them alone",
  );
  expect(preview.text).toContain("Deployment shop-stable");
  expect(await readSpecs()).toBe(before);
});

test("a route that Helm owns is refused before anything is touched, with the step by which Helm lets go", async () => {
  await app.kubectl("annotate", "httproute", "public", "meta.helm.sh/release-name=shop");
  const before = await readSpecs();
  const preview = await app.up();
  expect(preview.sluiceCode).toBe(3);
  expect(preview.text).toMatch(
    /HTTPRoute t-adopt\/public must be let go by its owner first: got Helm release shop; nothing was touched[^]*helm\.sh\/resource-policy: keep/,
  );
  expect(await readSpecs()).toBe(before);
});

const get = async (object: string, jsonpath: string): Promise<string> =>
  await app.kubectl("get", object, "-o", `jsonpath=${jsonpath}`);

/** Kills the engine where a line is printed, and gives Pulumi back what it asks for. */
async function killAt(line: RegExp): Promise<void> {
  const running = app.startUp("adopt");
  await running.seen(line);
  running.child.kill("SIGKILL");
  await running.ended;
  await mendPulumi(app, "adopt");
}

const splits = async (): Promise<readonly unknown[]> =>
  (
    JSON.parse(await get("httproute/public", "{.spec.rules}")) as readonly {
      readonly backendRefs: readonly { readonly name: string; readonly weight: number }[];
    }[]
  ).map(({ backendRefs }) => backendRefs.map(({ name, weight }) => [name, weight]));

/** Applies the Service every second as a tool does that has it so in Git, until it is ended; begins with the first. */
async function applyAgain(manager: string): Promise<{ readonly end: () => Promise<void> }> {
  const service = runningService().filter((one) => (one as { readonly kind: string }).kind === "Service");
  const file = await writeObjects(app, "again", service);
  const apply = `kubectl apply -n ${app.namespace} --server-side --force-conflicts --field-manager=${manager}`;
  const loop = app.start("sh", "-c", `while ${apply} -f ${file}; do sleep 1; done`);
  await loop.seen(/serverside-applied/);
  return {
    end: async () => {
      loop.child.kill("SIGKILL");
      await loop.ended;
    },
  };
}

/** Takes the marks of its writers off the Service. */
const forgetWriters = async (): Promise<void> => {
  const patch = JSON.stringify([{ op: "replace", path: "/metadata/managedFields", value: [{}] }]);
  await app.kubectl("patch", "service/shopfront", "--type=json", "-p", patch);
};

const expectFought = (text: string, manager: string): void => {
  expect(text).toContain('[sluice:3] Cannot take "shop" over: ');
  expect(text).toContain(`Service shopfront written back by field manager ${manager}`);
};

const expectNoFailure = async (): Promise<void> => {
  expect(answers.failures()).toEqual([]);
  await app.until("the load has counted", async () => await Promise.resolve(load.snapshot() !== undefined));
  expect(load.snapshot()?.failed).toBe(0);
};

describe("P14: under load, with kept connections and without", () => {
  beforeAll(async () => {
    await app.kubectl("annotate", "httproute", "public", "meta.helm.sh/release-name-");
    await configureAdopted(app, {
      stages: [
        { weight: 5, soak: "5s" },
        { weight: 100, soak: "5s" },
      ],
      traffic: { address: app.sandbox.gatewayAddress, scheme: "http" },
      analysis: { interval: "1s", parameters: { unacceptableErrorRatio: 0.2 } },
      promotion: { watch: "3s" },
    });
    load = app.load(100);
    answers = app.watchAnswers();
  });

  test("stable takes the place of what runs, killed at two of its steps, and no request fails", async () => {
    await killAt(/stable takes the place of Deployment web with 2 pods/);
    expect(await get("service/shopfront", "{.spec.selector}")).toBe('{"app":"old-web"}');
    await killAt(/Service shopfront leads to stable alone/);
    await expectNoFailure();
  });

  inFull("an apply loop whose name says nothing ends the takeover by its name", async () => {
    const loop = await applyAgain("night-shift");
    const { text } = await app.up();
    await loop.end();
    expectFought(text, "night-shift");
    await expectNoFailure();
  });

  inFull.each([
    ["helm", /got Helm, which writes it; nothing was touched/],
    ["argocd-controller", /got Argo CD, which writes it; nothing was touched/],
  ])(
    "an apply loop of %s is found before anything is touched, and ends the takeover where it begins in the middle",
    async (manager, holder) => {
      const early = await applyAgain(manager);
      const before = await readSpecs();
      const refused = await app.up();
      expect(await readSpecs()).toBe(before);
      await early.end();
      expect(refused.sluiceCode).toBe(3);
      expect(refused.text).toMatch(/Service t-adopt\/shopfront must be let go by its owner first/);
      expect(refused.text).toMatch(holder);
      await forgetWriters();
      const running = app.startUp();
      await running.seen(/Service shopfront leads to stable alone/);
      const late = await applyAgain(manager);
      const { text } = await running.ended;
      await late.end();
      expectFought(text, manager);
      await forgetWriters();
      await expectNoFailure();
    },
  );

  test("the same command takes it over to the end, and no request fails", async () => {
    done(await app.up());
    expect(JSON.parse(await get("service/shopfront", "{.spec.selector}"))).toEqual({
      app: "old-web",
      "app.kubernetes.io/name": "shop",
      "sluice.dev/track": "stable",
    });
    expect(await get("deployment/web", "{.spec.replicas}")).toBe("0");
    expect(await get("deployment/shop-stable", "{.status.readyReplicas}")).toBe("2");
    expect(await get("hpa", "{.items[*].spec.scaleTargetRef.name}")).toBe("shop-stable");
    expect(await get("poddisruptionbudget/web", "{.spec.selector.matchExpressions[0].operator}")).toBe(
      "DoesNotExist",
    );
    expect((await splits())[0]).toEqual([
      ["shopfront", 100],
      ["shop-canary", 0],
    ]);
    await expectNoFailure();
  });

  test("a release goes through it from its gate to promoted, and no request fails", async () => {
    await configureAdopted(app, { release: { image: image("v2") } });
    done(await app.up());
    done(await app.up("adopt-canary-5"));
    expect((await splits())[0]).toEqual([
      ["shopfront", 95],
      ["shop-canary", 5],
    ]);
    done(await app.up("adopt-canary-100"));
    expect(done(await app.up()).text).toContain("promoted");
    expect(await get("deployment/shop-stable", "{.spec.template.spec.containers[0].image}")).toBe(
      image("v2"),
    );
    await expectNoFailure();
  });

  test("eject gives the service back in stable's version, killed in the middle as well, and a destroy takes the rest", async () => {
    const ended = app.startSluice("eject", "adopt", `--cwd=${app.folder}`);
    await ended.seen(/Deployment web: 0 → 2 pods/);
    ended.child.kill("SIGKILL");
    await ended.ended;
    await expectNoFailure();
    const { text } = done(await app.sluice("eject", "adopt", `--cwd=${app.folder}`));
    expect(text).toContain('Deployment web serves "shop" by Service shopfront again');
    expect(await get("service/shopfront", "{.spec.selector}")).toBe('{"app":"old-web"}');
    expect(await get("deployment/web", "{.status.readyReplicas}")).toBe("2");
    expect(await get("deployment/web", "{.spec.template.spec.containers[0].image}")).toBe(image("v2"));
    expect(await get("deployment/shop-stable", "{.spec.replicas}")).toBe("0");
    expect(await get("hpa", "{.items[*].spec.scaleTargetRef.name}")).toBe("web");
    expect(await get("poddisruptionbudget/web", "{.spec.selector}")).toBe(
      '{"matchLabels":{"app":"old-web"}}',
    );
    expect(await splits()).toEqual([[["shopfront", 1]]]);
    const again = await app.up();
    expect(again.sluiceCode).toBe(3);
    done(await app.pulumi("destroy", "-s", "adopt", "--yes", "--skip-preview"));
    expect(await get("deployment/web", "{.status.readyReplicas}")).toBe("2");
    await expectNoFailure();
  });
});
