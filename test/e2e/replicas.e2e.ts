import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let app: App;

const stagesOf = (soak: string, ...weights: readonly number[]) => weights.map((weight) => ({ weight, soak }));

/** Who is in by the app's Service, the weight that was written, and the canary's pods. */
const state = async (): Promise<string> => {
  const fields = "{.spec.selector.sluice\\.dev/track} {.metadata.annotations.sluice\\.dev/weight}";
  const [service, pods] = await Promise.all([
    app.kubectl("get", "service", "scholarlink", "-o", `jsonpath=${fields}`),
    app.kubectl("get", "deployment", "scholarlink-canary", "-o", "jsonpath={.spec.replicas}"),
  ]);
  return `${service.trim()}, ${pods} pods`;
};

beforeAll(async () => {
  app = await createApp("replicas", {
    stages: stagesOf("5s", 34, 50, 100),
    traffic: { router: "replicas", drain: "5s", hosts: undefined, address: undefined },
    analysis: { source: "opentelemetry" },
  });
  // Sluice moves no request of this route: it leads to the Service, which is split.
  const route = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "in" },
    spec: {
      parentRefs: [{ name: "sluice", namespace: "gateway" }],
      hostnames: [app.host],
      rules: [{ backendRefs: [{ name: "scholarlink", port: 8080 }] }],
    },
  };
  const file = path.join(app.folder, "in.json");
  await writeFile(file, JSON.stringify(route));
  await app.kubectl("apply", "-f", file);
});

afterAll(async () => {
  await app.remove();
});

test("a weight that no number of pods makes is refused in the first deploy, with the least one", async () => {
  await app.configure(image("v1"), { stages: stagesOf("5s", 10, 50, 100) });
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(2);
  expect(refused.text).toContain("got 10 %, and one pod beside 2 of stable is 33 %");
  expect(refused.text).toContain("begin with weight 34, or give stable 9 pods");
  await app.configure(image("v1"), { stages: stagesOf("5s", 34, 50, 100) });
});

test("a good release goes through pods' shares from first deploy to promoted, without one failed request", async () => {
  const first = done(await app.up());
  expect(first.text).toContain("stage 34 %: 1 of 3 pods, 33 % of connections");
  expect(await state()).toBe("stable 0, 0 pods");
  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  expect(done(await app.up("replicas-canary-34")).text).toContain("traffic 0 → 34 %");
  expect(await state()).toBe("34, 1 pods");
  done(await app.up("replicas-canary-50"));
  expect(await state()).toBe("50, 2 pods");
  done(await app.up("replicas-canary-100"));
  expect(await state()).toBe("canary 100, 2 pods");
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await state()).toBe("stable 0, 0 pods");
  expect(await app.image("stable")).toBe(image("v2"));
  const report = await load.stop();
  expect(report.failed).toBe(0);
});

test("a release that answers errors is taken off by itself", async () => {
  app.load(100);
  await app.configure(image("v3"), { stages: stagesOf("60s", 34, 50, 100) });
  done(await app.up());
  const stage = await app.up("replicas-canary-34");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await state()).toBe("stable 0, 0 pods");
  expect((await app.ledger()).phase).toBe("aborted");
});
