import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { pluralOf } from "../../policies/cel/match";
import { checkCases } from "../policies/checks/cases";
import { edgeCases, edgeParameters, isForEdge } from "../policies/checks/edge-cases";
import { tlsCases } from "../policies/checks/tls-cases";
import type { CheckCase } from "../policies/checks/objects";
import { hardenContainers } from "../policies/checks/good-pod";
import { judgeAll } from "../policies/checks/judge";
import upstream from "../policies/checks/pod-security-cases.json";
import { asWorkload } from "../policies/checks/workload";
import type { GivenResource } from "../policies/pack/run-policy";
import { createApp, done } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { openWriter } from "./support/cluster/dry-run";
import type { Writer, Written } from "./support/cluster/dry-run";

type Fields = Record<string, unknown>;

const previewer = "system:serviceaccount:ci:preview";
const parameters = { "image-registry": { registries: "" } };

let app: App;
let writer: Writer | undefined;

/** Writes the platform's file and brings its stack up. */
async function platform(policies: Fields): Promise<void> {
  const config = {
    "sluice:cluster": { context: app.sandbox.context, uid: app.sandbox.clusterUid },
    "sluice:policies": { namespaces: [app.namespace, "default"], except: [], ...policies },
    "sluice:access": [{ namespace: app.namespace, previewers: ["serviceaccount:ci/preview"] }],
  };
  await writeFile(path.join(app.folder, "Pulumi.platform.yaml"), stringify({ config }));
  done(await app.up("platform"));
}

/** The object as the API server takes it, in the tests' namespace. */
function toObject({ props }: GivenResource): Fields {
  const metadata = props["metadata"] as Fields;
  const namespace = metadata["namespace"] === "default" ? "default" : app.namespace;
  return { ...props, metadata: { ...metadata, namespace } };
}

function collectionOf(object: Fields): string {
  const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: Fields };
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return kind.startsWith("Cluster")
    ? `${root}/${pluralOf(kind)}`
    : `${root}/namespaces/${String(metadata["namespace"])}/${pluralOf(kind)}`;
}

const create = async (
  given: GivenResource,
  options: Parameters<Writer["create"]>[2] = {},
): Promise<Written> => {
  const object = toObject(given);
  return await (writer as Writer).create(collectionOf(object), object, options);
};

/** Names of the checks that refuse at plan time. */
const planOf = (given: GivenResource): string[] =>
  Object.keys(judgeAll({ ...given, props: toObject(given) }));

/** Names of the checks that warned. */
const warned = ({ warnings }: Written): string[] => [
  ...new Set(
    warnings.flatMap((text) => /ValidatingAdmissionPolicy 'sluice-([a-z-]+)'/.exec(text)?.[1] ?? []),
  ),
];

/** Text of a warning, without the API server's words before it. */
const said = ({ warnings }: Written): string[] =>
  warnings.flatMap((text) => /with binding '[^']*': (.*)$/s.exec(text)?.[1] ?? []);

const sorted = (names: readonly string[]): string[] => names.toSorted();

beforeAll(async () => {
  app = await createApp("rules");
  done(await app.pulumi("stack", "init", "platform"));
  await platform({ parameters });
  writer = await openWriter(app.sandbox);
  // The API server takes new policies up one by one, a moment after they were stored.
  const waiting = new Map<string, GivenResource>();
  for (const { given, parameters: own, onlyPlanned } of checkCases) {
    if (own === undefined && onlyPlanned !== true)
      for (const check of planOf(given)) waiting.set(check, given);
  }
  const inForce = async (): Promise<boolean> => {
    for (const [check, given] of waiting)
      if (warned(await create(given)).includes(check)) waiting.delete(check);
    return waiting.size === 0;
  };
  await app.until("every policy in force", inForce);
});

afterAll(async () => {
  writer?.close();
  done(await app.pulumi("destroy", "-s", "platform", "--yes", "--skip-preview"));
  await app.remove();
});

test("the API server decides on every case as the plan does, and points to the same places", async () => {
  const wrong: unknown[] = [];
  for (const { name, given, parameters: own, onlyPlanned } of checkCases) {
    if (own !== undefined || onlyPlanned === true) continue;
    const written = await create(given);
    const planned = planOf(given);
    if (![200, 201].includes(written.status)) wrong.push({ name, written });
    if (String(sorted(warned(written))) !== String(sorted(planned))) {
      wrong.push({ name, cluster: warned(written), plan: planned, said: said(written) });
    }
    const places = Object.values(judgeAll({ ...given, props: toObject(given) })).flat();
    const lost = places.filter((place) => !said(written).join("\n").includes(`${place} must `));
    if (lost.length > 0) wrong.push({ name, lost, said: said(written) });
  }
  expect(wrong).toEqual([]);
});

inFull("the API server decides on pod security as the plan does, for pods and for Deployments", async () => {
  const wrong: unknown[] = [];
  const refused: string[] = [];
  for (const type of ["kubernetes:core/v1:Pod", "kubernetes:apps/v1:Deployment"]) {
    for (const { name, level, verdict, pod } of upstream.cases) {
      const given = asWorkload(type, hardenContainers(pod as unknown as Fields));
      const written = await create(given);
      const at = `${type} ${level} ${verdict} ${name}`;
      if (![200, 201].includes(written.status)) {
        // Refused by the API server's own validation, which comes first: nothing to compare.
        refused.push(`${at}: ${written.message}`);
        continue;
      }
      const planned = planOf(given);
      if (String(sorted(warned(written))) !== String(sorted(planned))) {
        wrong.push({ at, cluster: sorted(warned(written)), plan: sorted(planned), said: said(written) });
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(refused.length).toBeLessThan(upstream.cases.length / 4);
});

test("an account for previews writes dry runs and nothing else", async () => {
  const configMap = {
    type: "kubernetes:core/v1:ConfigMap",
    props: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "preview" }, data: {} },
  };
  // Another name: what is tried before the policy is in force is stored.
  const tried = { ...configMap, props: { ...configMap.props, metadata: { name: "tried" } } };
  await app.until("the policy in force", async () =>
    (await create(tried, { as: previewer, store: true })).message.includes("dry run"),
  );
  await expect(create(configMap, { as: previewer })).resolves.toMatchObject({ status: 201 });
  const stored = await create(configMap, { as: previewer, store: true });
  expect(stored).toMatchObject({ status: 422 });
  expect(stored.message).toContain("the request must be a dry run: got one that stores");
  await expect(app.kubectl("get", "configmap", "-o", "name")).resolves.not.toContain("preview");
});

inFull("what is denied is refused with path, rule, value and fix", async () => {
  // Older than the check: an image that it refuses.
  await app.kubectl(
    "create",
    "deployment",
    "old",
    "--image=registry.example.org:5000/shop:latest",
    "--replicas=0",
  );
  await platform({ parameters, checks: { "image-latest": "deny" } });
  const latest = checkCases.find(({ name }) => name === "the tag latest") as CheckCase;
  await app.until("the denial in force", async () => (await create(latest.given)).status === 422);
  const { message } = await create(latest.given);
  expect(message).toContain(
    "spec.template.spec.containers[app].image must have a tag other than latest, or a digest: got registry.example.org:5000/shop:latest; name the version or the digest",
  );
  // Whoever takes traffic off, scales or notes something on it is not in the way, nor the cluster that makes its pods.
  await app.kubectl("annotate", "deployment", "old", "sluice.dev/aborted=[]");
  await app.kubectl("scale", "deployment", "old", "--replicas=1");
  await app.until(
    "its pod is made",
    async () => (await app.kubectl("get", "pods", "-l", "app=old", "-o", "name")) !== "",
  );
  await expect(app.kubectl("set", "env", "deployment/old", "A=b")).rejects.toThrow(
    /must have a tag other than latest/,
  );
});

inFull(
  "an app without its firewall, a new route without its headers and an old TLS are refused, those with them are taken",
  async () => {
    const own = { ...parameters, ...edgeParameters(app.namespace) };
    const ids = ["firewall", "firewall-rules", "route-headers", "tls-version"];
    const checks = Object.fromEntries(ids.map((id) => [id, "deny"]));
    await platform({
      parameters: own,
      checks,
    });
    const cases = [
      ...edgeCases.filter(isForEdge),
      ...tlsCases.filter(({ onlyPlanned }) => onlyPlanned !== true),
    ];
    const refusing = cases.filter(({ findings }) => Object.keys(findings).length > 0);
    await app.until("all denials in force", async () => {
      const all = await Promise.all(refusing.map(async ({ given }) => await create(given)));
      return all.every(({ status }) => status === 422);
    });
    expect(refusing.length).toBeGreaterThan(4);
    for (const { name, given, findings } of cases) {
      const places = Object.values(findings).flat();
      const { status, message } = await create(given);
      expect({ name, isTaken: [200, 201].includes(status), message }).toEqual({
        name,
        isTaken: places.length === 0,
        message: places.length === 0 ? message : expect.stringContaining(`${places[0]} must `),
      });
    }
  },
);

inFull(
  "a preview with the pack passes Sluice's own base, and is refused where nobody signed its image",
  async () => {
    const pack = path.resolve(__dirname, "../../policies");
    const file = path.join(app.folder, "policies.json");
    const headers = ["required", "csp-nonce", "no-leaks", "score", "composed"].map(
      (name) => `headers-${name}`,
    );
    const off = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "disabled"]));
    const preview = async (config: object) => {
      await writeFile(file, JSON.stringify(config));
      const options = ["--policy-pack", pack, "--policy-pack-config", file];
      return await app.pulumi("preview", "-s", app.environment, ...options);
    };
    done(await preview(off([...headers, "images-signed"])));
    const refused = await preview(off(headers));
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain("[mandatory]");
    expect(refused.text).toContain("images-signed");
    expect(refused.text).toMatch(/Cannot deploy "Deployment t-rules\/scholarlink-stable": .*image must /);
  },
);
