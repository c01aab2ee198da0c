import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { emitClusterImagePolicies } from "../../../policies/images/emit-cluster-image-policy";
import { imagesSchema, type ImagesConfig } from "../../../policies/images/rules/schema";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { findingsOf, onePolicy } from "../../policies/images/harness";
import { captures, putCapture } from "../../policies/images/put-capture";
import { attachLegacy, putImage } from "../../support/oci/attach";
import { startOciRegistry, type OciRegistry } from "../../support/oci/registry";
import { keyEnvelope, makeStatement } from "../../support/oci/signing";
import { makeKeys, pemOf, workflow } from "../../support/oci/sigstore";

// policy-controller's own tester, which has the code of its webhook, judges images that real cosigns signed by the
// policies that Sluice emits.

let folder: string;
let tester: string;
let registry: OciRegistry;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-tester-"));
  registry = await startOciRegistry({ referrersApi: false });
  tester = (await ensureTools({ names: ["policy-controller"] })).path("policy-tester");
}, 3_600_000);
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

type Answer = "accepts" | "refuses";

/** Answers about one image. */
interface Answers {
  readonly pack: Answer;
  /** The answer of policy-controller where it enforces. */
  readonly cluster: Answer;
  /** Modes of the emitted policies: `enforce` or `warn`. */
  readonly mode: string;
}

const clusterTerms = {
  enforcement: "deny",
  scope: { namespaces: [], except: [] },
  exemptions: [],
} as const;

/** Asks the policy pack and policy-controller about one image. */
async function judge(image: string, config: ImagesConfig, root: object): Promise<Answers> {
  const text = JSON.stringify(root);
  const found = await findingsOf(image, config, { "root.json": text });
  const emitted = emitClusterImagePolicies(config, { ...clusterTerms, readFile: () => text });
  const modes = emitted.flatMap(({ spec }) => ("mode" in spec ? [String(spec["mode"])] : []));
  const write = (name: string, kind: string, more: object): string => {
    const objects = emitted.filter((one) => one.kind === kind);
    const texts = objects.map(({ spec, ...one }) => stringify({ ...one, spec: { ...spec, ...more } }));
    writeFileSync(join(folder, name), texts.join("---\n"));
    return join(folder, name);
  };
  const hasRoot = emitted.some(({ kind }) => kind === "TrustRoot");
  const trust = hasRoot ? ["--trustroot", write("trust-root.yaml", "TrustRoot", {})] : [];
  const policies = write("policies.yaml", "ClusterImagePolicy", { mode: "enforce" });
  const args = ["--policy", policies, "--image", image, ...trust, "--log-level", "error"];
  const env = { PATH: process.env["PATH"], HOME: folder, DOCKER_CONFIG: folder };
  const { stdout } = await promisify(execFile)(tester, args, { cwd: folder, env }).catch(
    (error: Error & { readonly stdout: string; readonly stderr: string }) => {
      // Refused images end with code 1, as does a policy that it cannot read.
      if (!error.stdout.includes('"errors"')) throw new Error(`${error.stdout}${error.stderr}`);
      return error;
    },
  );
  return {
    pack: found.length === 0 ? "accepts" : "refuses",
    cluster: stdout.includes('"errors"') ? "refuses" : "accepts",
    mode: [...new Set(modes)].join(", "),
  };
}

const both = (answer: Answer): Answers => ({ pack: answer, cluster: answer, mode: "enforce" });
// Enforced, it would keep pods away that plan time let in.
const onlyWarned: Answers = { pack: "accepts", cluster: "refuses", mode: "warn" };

/** Rules by the signer of a capture, or by somebody else. */
function rulesFor(
  { key }: { readonly key?: string },
  signatureFormat: "legacy" | "any",
  rest: Partial<Parameters<typeof onePolicy>[0]> = {},
  isOurs = true,
): ImagesConfig {
  const subject = isOurs ? workflow.subject : `${workflow.subject}-evil`;
  const authority =
    key === undefined
      ? { name: "ci", keyless: { identities: [{ ...workflow, subject }], trustRootRef: "own" } }
      : { name: "release", key: { data: isOurs ? key : pemOf(makeKeys()) } };
  const trustRoots = key === undefined ? [{ name: "own", file: "root.json" }] : [];
  return onePolicy({ authorities: [{ ...authority, signatureFormat }], ...rest }, { trustRoots });
}

const parts = { attestations: [{ name: "parts", predicateType: "spdxjson" }] };
const partsAlone = { ...parts, signature: "not-required" } as const;

test.each(["cosign-2-key", "cosign-2-keyless"] as const)(
  "what %s signed and attested is accepted by both, and refused by both where somebody else must have",
  async (name) => {
    const { image, root, ...signer } = putCapture(registry, name);
    for (const rest of [{}, parts, partsAlone]) {
      expect(await judge(image, rulesFor(signer, "legacy", rest), root)).toEqual(both("accepts"));
      expect(await judge(image, rulesFor(signer, "legacy", rest, false), root)).toEqual(both("refuses"));
    }
    const others = { attestations: [{ name: "scan", predicateType: "https://example.org/scan/v1" }] };
    expect(await judge(image, rulesFor(signer, "legacy", others), root)).toEqual(both("refuses"));
  },
);

test.each(captures)("an image without a signature beside that of %s is refused by both", async (name) => {
  const { root, ...signer } = putCapture(registry, name);
  const { digest } = putImage(registry, "team/unsigned");
  const image = `${registry.host}/team/unsigned@${digest}`;
  expect(await judge(image, rulesFor(signer, "legacy"), root)).toEqual(both("refuses"));
});

test.each(["cosign-3-key", "cosign-3-keyless"] as const)(
  "the bundle of %s, which policy-controller does not read as a signature, is accepted by the pack and only warned about",
  async (name) => {
    const { image, root, ...signer } = putCapture(registry, name);
    expect(await judge(image, rulesFor(signer, "any"), root)).toEqual(onlyWarned);
  },
);

test.each(["cosign-3-key", "cosign-3-keyless"] as const)(
  "the attestation of %s, a bundle too, is accepted by the pack and only warned about",
  async (name) => {
    const { image, root, ...signer } = putCapture(registry, name);
    expect(await judge(image, rulesFor(signer, "any", partsAlone), root)).toEqual(onlyWarned);
  },
);

const builder = "https://github.com/actions/runner/github-hosted";
const source = { repository: "https://github.com/acme/shop", refs: ["refs/heads/*"] };
const provenance = {
  buildDefinition: {
    buildType: "https://actions.github.io/buildtypes/workflow/v1",
    externalParameters: { workflow: { ref: "refs/heads/main", repository: source.repository } },
    resolvedDependencies: [
      { uri: `git+${source.repository}@refs/heads/main`, digest: { gitCommit: "0".repeat(40) } },
    ],
  },
  runDetails: { builder: { id: builder } },
};

test.each<[string, object, Answer]>([
  ["the builder and the source", { builders: ["https://ci.example.org", builder], source }, "accepts"],
  ["another builder", { builders: ["https://ci.example.org"], source }, "refuses"],
  [
    "another repository",
    { builders: [builder], source: { ...source, repository: "https://github.com/acme/other" } },
    "refuses",
  ],
  ["another branch", { builders: [builder], source: { ...source, refs: ["refs/tags/*"] } }, "refuses"],
  [
    "another kind of build",
    { builders: [builder], source, buildTypes: ["https://example.org/build/v1"] },
    "refuses",
  ],
])("provenance is judged alike by both where %s is demanded", async (_, policy, answer) => {
  const keys = makeKeys();
  const { digest } = putImage(registry, "team/built", "built");
  const statement = makeStatement(digest, "https://slsa.dev/provenance/v1", provenance);
  attachLegacy(registry, "team/built", digest, [keyEnvelope(statement, keys)], "att");
  const rules = rulesFor({ key: pemOf(keys) }, "legacy", {
    signature: "not-required",
    attestations: [{ name: "build", predicateType: "slsaprovenance1", policy }],
  });
  expect(await judge(`${registry.host}/team/built@${digest}`, rules, {})).toEqual(both(answer));
});

test.each<[string, Answer]>([
  ["team/**", "accepts"],
  ["team/hello", "accepts"],
  ["team/*/*", "refuses"],
  ["other/**", "refuses"],
])(
  "an image is found by its glob %s as by the pack, and refused by both where no policy is about it",
  async (glob, answer) => {
    const { image, key = "" } = putCapture(registry, "cosign-2-key");
    const authorities = [{ name: "release", key: { data: key }, signatureFormat: "legacy" }];
    const config = imagesSchema.parse({
      policies: [{ name: "ours", images: [{ glob: `${registry.host}/${glob}` }], authorities }],
    });
    expect(await judge(image, config, {})).toEqual(both(answer));
  },
);
