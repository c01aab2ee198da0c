import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import { stringify } from "yaml";
import { ensureDefinitions } from "../../../sandbox/cluster/config/route-crds";
import type { Sandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import { ensureTools } from "../../../sandbox/tools/resolve";
import type { App } from "../../e2e/support/app";
import { kustomizationType } from "../../e2e/support/cluster/gitops-types";
import { start } from "../../e2e/support/run";
import { until } from "../../e2e/support/until";

/** Flux's kustomize-controller on a sandbox's API server. Its sources are fed by hand: no repository is behind them. */
export interface Flux {
  /**
   * Makes objects the newest commit of a Kustomization in the app's namespace, which Flux applies again every two
   * seconds, and waits until it has.
   * @param spec - of the Kustomization, besides
   */
  commit(app: App, name: string, objects: readonly object[], spec?: object): Promise<void>;
  /** Waits until Flux has looked once more, with nothing left to do before that. */
  looksAgain(): Promise<void>;
  /** Number of times that it has applied a commit. */
  rounds(): number;
  close(): Promise<void>;
}

/** Types of Kustomizations, and of sources that another controller makes. */
const definitions = [
  kustomizationType,
  {
    name: "flux-source",
    module: "github.com/fluxcd/source-controller",
    version: kustomizationType.version,
    checksum: "h1:nG534/bI6nVpyHra7ONAk6xDB3xPsVT+EOLHZHXPrrc=",
    folder: kustomizationType.folder,
    // The controller watches every kind of source.
    has: (file: string) => file.endsWith(".yaml"),
  },
];

const finished = /Reconciliation finished/g;

/** Starts Flux, which is built the first time. */
export async function startFlux(sandbox: Sandbox): Promise<Flux> {
  const tools = await ensureTools({ names: ["kustomize-controller"] });
  const home = await mkdtemp(path.join(tmpdir(), "sluice-flux-"));
  const env = { ...sandbox.env, RUNTIME_NAMESPACE: "flux-system", TMPDIR: home };
  const kubectl = async (...args: string[]): Promise<string> => {
    const { code, stdout, text } = await start("kubectl", args, { cwd: home, env }).ended;
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${text}`);
    return stdout;
  };
  const apply = async (name: string, items: readonly object[], ...args: string[]): Promise<void> => {
    const file = path.join(home, `${name}.json`);
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await kubectl("apply", "--server-side", "--field-manager=flux-test", "-f", file, ...args);
  };

  const artifacts = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const found = artifacts.get(request.url ?? "");
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  await apply("definitions", (await Promise.all(definitions.map(ensureDefinitions))).flat());
  await kubectl("wait", "--for=condition=Established", "customresourcedefinitions", "--all", "--timeout=60s");
  const controller = start(
    tools.path("kustomize-controller"),
    [
      "--enable-leader-election=false",
      "--feature-gates=ExternalArtifact=true",
      "--metrics-addr=127.0.0.1:0",
      "--health-addr=127.0.0.1:0",
      // Else a commit waits for the next time at which another one failed.
      "--requeue-dependency=1s",
    ],
    { cwd: home, env, timeoutSeconds: 1500 },
  );
  await controller.seen(/Starting workers/);
  const rounds = (): number => controller.text().match(finished)?.length ?? 0;

  /** Packs objects as a source does, and gives the artifact's status. */
  const pack = async (name: string, objects: readonly object[]) => {
    const content = path.join(home, name);
    await mkdir(content, { recursive: true });
    await writeFile(path.join(content, "objects.yaml"), objects.map((one) => stringify(one)).join("---\n"));
    const file = path.join(home, `${name}.tar.gz`);
    await create({ gzip: true, cwd: content, file }, ["objects.yaml"]);
    const bytes = await readFile(file);
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const place = `/${digest.replace(":", "-")}.tar.gz`;
    artifacts.set(place, bytes);
    return {
      digest,
      lastUpdateTime: new Date().toISOString(),
      path: place.slice(1),
      revision: `main@${digest}`,
      size: bytes.length,
      url: `http://127.0.0.1:${port}${place}`,
    };
  };

  return {
    async commit({ namespace }, name, objects, spec = {}) {
      const metadata = { name, namespace };
      const artifact = await pack(`${namespace}-${name}`, objects);
      const source = {
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "ExternalArtifact",
        metadata,
        spec: {},
      };
      const ready = {
        type: "Ready",
        status: "True",
        reason: "Succeeded",
        message: "fed by hand",
        lastTransitionTime: new Date().toISOString(),
      };
      await apply("source", [source]);
      await apply(
        "status",
        [{ ...source, status: { artifact, conditions: [ready] } }],
        "--subresource=status",
      );
      const sourceRef = { kind: "ExternalArtifact", name };
      const kustomization = {
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata,
        spec: {
          interval: "2s",
          retryInterval: "2s",
          prune: true,
          sourceRef,
          targetNamespace: namespace,
          ...spec,
        },
      };
      await apply("kustomization", [kustomization]);
      await until(`Flux has applied ${name}`, async () => {
        const { metadata: live, status = {} } = JSON.parse(
          await kubectl("-n", namespace, "get", "kustomization", name, "-o", "json"),
        ) as {
          readonly metadata: { readonly generation: number };
          readonly status?: {
            readonly lastAppliedRevision?: string;
            readonly observedGeneration?: number;
          };
        };
        const { lastAppliedRevision, observedGeneration } = status;
        return lastAppliedRevision === artifact.revision && observedGeneration === live.generation;
      });
    },
    async looksAgain() {
      const before = rounds();
      // The round under way may have read its objects already.
      await until("Flux looks again", async () => await Promise.resolve(rounds() >= before + 2));
    },
    rounds,
    async close() {
      controller.child.kill("SIGTERM");
      await controller.ended;
      server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
