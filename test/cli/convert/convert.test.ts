import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runSluice } from "../commands/run-sluice";
import { loadStack } from "../../../stacks/load";
import { canary } from "../../components/core/convert/support/canaries";
import { ingresses } from "../../components/core/convert/support/ingresses";
import { nginxRollout } from "../../components/core/convert/support/rollouts";

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sluice-convert-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const convert = async (...args: string[]) => await runSluice("convert", "-C", folder, ...args);
const image = `registry.example.org/app@sha256:${"a".repeat(64)}`;
const known = ["--context", "prod-eu", "--uid", "5e0a", "--image", image, "--gateway", "infra/public"];
const prometheus = ["--prometheus", "service://monitoring/prometheus:9090"];

test.each([
  ["argo", nginxRollout],
  ["flagger", canary],
  ["ingress", ingresses],
])("what comes from %s is read as an environment once nothing is missing", async (from, text) => {
  write("k8s-old/all.yaml", text);
  const { code, stdout } = await convert(
    "--from",
    from,
    "k8s-old",
    "--out",
    "new",
    "--json",
    ...known,
    ...prometheus,
  );
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as { written: string[]; gaps: { taken?: string }[] };
  expect(report.gaps.filter(({ taken }) => taken === undefined)).toEqual([]);
  for (const file of report.written) expect(existsSync(path.join(folder, "new", file))).toBe(true);
  writeFileSync(path.join(folder, "new", "Pulumi.yaml"), "name: app\nruntime: nodejs\n");
  const plan = await loadStack(path.join(folder, "new"), "prod");
  expect(plan.settings.app).toMatch(/^(shop|cart|web)$/);
});

test("what no input can tell stands in the file with the command that gets it, and is refused until then", async () => {
  write("rollout.yaml", nginxRollout);
  const { code, stderr } = await convert(
    "--from",
    "argo",
    "rollout.yaml",
    "--out",
    ".",
    "--markdown",
    "report/all.md",
  );
  expect(code).toBe(0);
  expect(stderr).toContain("$ kubectl config get-contexts");
  const file = readFileSync(path.join(folder, "Pulumi.prod.yaml"), "utf8");
  expect(file).toContain('uid: "" # to fill in: uid of the namespace kube-system: kubectl --context CONTEXT');
  await expect(loadStack(folder, "prod")).rejects.toThrow("sluice:cluster.uid must be the uid");
  const page = readFileSync(path.join(folder, "report/all.md"), "utf8");
  expect(page).toContain("# shop: from argo to Sluice");
  expect(page).toContain("| Rollout shop spec.strategy.canary.steps[8].setHeaderRoute (3 fields) |");
  expect(page).toContain("- [ ] `sluice:cluster.uid`");
  expect(file + page + stderr).not.toContain("very-secret");
});

test("nothing is written without --out, and no file is overwritten without --force", async () => {
  write("canary.yaml", canary);
  const report = await convert("--from", "flagger", "canary.yaml");
  expect(report.stderr).toContain("nothing is written without --out FOLDER");
  expect(existsSync(path.join(folder, "Pulumi.prod.yaml"))).toBe(false);
  write("Pulumi.prod.yaml", "mine");
  write("k8s/service-cart.yaml", "mine");
  const refused = await convert("--from", "flagger", "canary.yaml", "--out", ".");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("Pulumi.prod.yaml must not be there yet");
  expect(refused.stderr).toContain("k8s/service-cart.yaml must not be there yet");
  expect(readFileSync(path.join(folder, "Pulumi.prod.yaml"), "utf8")).toBe("mine");
  expect((await convert("--from", "flagger", "canary.yaml", "--out", ".", "--force")).code).toBe(0);
  expect(readFileSync(path.join(folder, "Pulumi.prod.yaml"), "utf8")).toContain("sluice:app");
});

test("a guard of the service is not lost unseen", async () => {
  const guarded = ingresses.replace(
    "ssl-redirect:",
    "auth-url: https://auth.example.org\n    nginx.ingress.kubernetes.io/ssl-redirect:",
  );
  write("ingress.yaml", guarded);
  const refused = await convert("--from", "ingress", "ingress.yaml", "--out", "new");
  expect(refused.code).toBe(2);
  const field = 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]';
  expect(refused.stderr).toContain(`${field} of Ingress web must not be lost unseen`);
  expect(existsSync(path.join(folder, "new"))).toBe(false);
  expect(
    (await convert("--from", "ingress", "ingress.yaml", "--out", "new", "--accept-losses", field)).code,
  ).toBe(0);
});

test("bad input is refused with every problem at once", async () => {
  write("broken.yaml", "a: [1\nb: }");
  write(
    "chart.yaml",
    'kind: Rollout\napiVersion: argoproj.io/v1alpha1\nmetadata: { name: "{{ .Values.name }}" }',
  );
  write("nameless.yaml", "kind: Rollout\napiVersion: argoproj.io/v1alpha1");
  const { code, stderr } = await convert(
    "--from",
    "argo",
    "broken.yaml",
    "chart.yaml",
    "nameless.yaml",
    "absent.yaml",
  );
  expect(code).toBe(2);
  expect(stderr).toContain("broken.yaml must be YAML");
  expect(stderr).toContain("chart.yaml must be YAML: got expressions of a template");
  expect(stderr).toContain("render it first: helm template, or kustomize build");
  expect(stderr).toContain("must have metadata.name: got none (nameless.yaml)");
  expect(stderr).toContain('"absent.yaml" must be a file or folder that can be read');
});

test("two Rollouts need --name, none is refused, and what is no object in a folder is left out", async () => {
  write("k8s/a.yaml", `\uFEFF${nginxRollout}`);
  write("k8s/b.yaml", "kind: Rollout\napiVersion: argoproj.io/v1alpha1\nmetadata: { name: cart }\nspec: {}");
  write("k8s/kustomization.yaml", "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1");
  write("k8s/empty.yaml", "");
  const refused = await convert("--from", "argo", "k8s");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("must have one Rollout: got 2 (shop in k8s/a.yaml, cart in k8s/b.yaml)");
  const { code, stderr } = await convert("--from", "argo", "k8s", "--name", "cart");
  expect(code).toBe(0);
  expect(stderr).toContain("left out: k8s/kustomization.yaml");
  expect((await convert("--from", "flagger", "k8s")).stderr).toContain("must have a Canary: got none");
});

test("what Sluice itself would refuse of the result is among what is to change", async () => {
  const recreate = canary.replace("replicas: 0", "strategy: { type: Recreate }");
  write("canary.yaml", recreate);
  const { stderr } = await convert("--from", "flagger", "canary.yaml", "--app", "cart");
  expect(stderr).toContain("to fill in or to change");
  expect(stderr).toMatch(/Recreate/);
  write("long.yaml", ingresses.replaceAll("name: web,", `name: ${"w".repeat(50)},`));
  const long = await convert("--from", "ingress", "long.yaml");
  expect(long.stderr).toContain("sluice:app.name: it must be");
});
