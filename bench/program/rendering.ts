import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { createApp, done, image } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { comparePairs } from "./pairs";

const labels = { app: "scholarlink" };

/** The short form's app as a team writes it. */
const set: Readonly<Record<string, object>> = {
  "deployment.yaml": {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "scholarlink" },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "web",
              image: "scholarlink",
              ports: [{ containerPort: 8080 }],
              readinessProbe: { httpGet: { path: "/readyz", port: 8080 }, periodSeconds: 1 },
              resources: { requests: { cpu: "10m", memory: "32Mi" } },
            },
          ],
        },
      },
    },
  },
  "service.yaml": {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "scholarlink" },
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
  },
};

/** One set in each form, by the folder's name, which is the form's as well. */
const forms = {
  manifest: set,
  kustomize: { ...set, "kustomization.yaml": { resources: Object.keys(set) } },
  chart: {
    "Chart.yaml": { apiVersion: "v2", name: "scholarlink", version: "0.1.0" },
    ...Object.fromEntries(Object.entries(set).map(([name, object]) => [`templates/${name}`, object])),
  },
} as const;

async function write(app: App, folder: string, files: Readonly<Record<string, object>>): Promise<void> {
  for (const [name, object] of Object.entries(files)) {
    const file = path.join(app.folder, folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, stringify(object));
  }
}

/**
 * `preview` of an app that is rendered, in each form, against one in the short form; both are deployed and unchanged.
 * @param short - the app in the short form
 */
export async function measureRendering(bench: Bench, short: App): Promise<Figure[]> {
  done(await short.up());
  const app = await createApp("rendered", {}, {});
  bench.later(async () => await app.remove());
  for (const [form, files] of Object.entries(forms)) await write(app, form, files);
  const figures: Figure[] = [];
  for (const form of Object.keys(forms)) {
    const from = { [form]: form === "chart" ? { path: form } : form };
    await app.configure(image("v1"), { app: { replicas: undefined, resources: undefined, from } });
    // The first deploys it; the others are the same revision.
    done(await app.up());
    figures.push(
      ...(await comparePairs(bench, {
        name: `preview of base, ${form}`,
        ours: async () => done(await app.pulumi("preview", "-s", app.environment)),
        minimal: async () => done(await short.pulumi("preview", "-s", short.environment)),
        against: "short form",
        limit: 1.3,
      })),
    );
  }
  return figures;
}
