import { renderGates } from "../../../cli/preview/render-gates";
import * as fs from "node:fs";
import * as path from "node:path";
import { weightStage } from "../../../components/core/stage/exposure";
import { gatherEnvironment } from "../../../cli/preview/environment-preview";
import type { EnvironmentFacts } from "../../../cli/preview/environment-preview";
import { readEvents } from "../../../cli/preview/read-events";
import { markerOf, renderComment } from "../../../cli/preview/render-comment";
import type { StackPreview } from "../../../cli/preview/stack-preview";

const recorded = (stack: string): StackPreview => {
  const lines = fs.readFileSync(path.join(__dirname, `${stack}.jsonl`), "utf8").split("\n");
  return { stack, why: "Pulumi.prod.yaml", exitCode: 0, ...readEvents(lines) };
};
const facts: EnvironmentFacts = {
  environment: "prod",
  image: `registry.example.org/scholarlink@sha256:${"b".repeat(64)}`,
  stages: [weightStage(50)],
  replicas: 3,
};
const [base, stage] = [recorded("prod"), recorded("prod-canary-50")];

const comment = (previews: readonly StackPreview[], others: readonly StackPreview[] = []): string =>
  renderComment({
    key: "preview",
    environments: previews.length === 0 ? [] : [gatherEnvironment(facts, previews)],
    others,
    commit: "0123456789abcdef",
  });

test("the comment begins with its marker and sums up what stands in the way", () => {
  const text = comment([base, stage]);
  expect(text.startsWith(`${markerOf("preview")}\n## Sluice preview: `)).toBe(true);
  expect(text).toContain("⛔ policies report 1 violation, ⏸️ 1 gate would refuse now");
  expect(text).toContain("2 stacks previewed at `0123456789ab`, 2 would change.");
});

test("it shows the gate of each stage with every check, its way out and the predicted time", () => {
  const text = comment([base, stage]);
  expect(text).toContain(
    "| 50 % | ⛔ refuses | `verdict`: evidence so far must be pass above 20 %: got no evidence yet | about 5m18s |",
  );
  expect(text).toContain("| ✅ `order` | first stage of the attempt |  |");
  expect(text).toContain("| run the stack of the stage before again, so that more evidence comes together |");
});

test("it shows changes by stack, and findings once with what to do", () => {
  const text = comment([base, stage]);
  expect(text).toContain("| `prod-canary-50` | · | 3 | · | · | `Pulumi.prod.yaml` |");
  expect(text).toContain("- ~ Gate `scholarlink`: `checks`");
  expect(text).toContain("- `sluice/images-signed` in `prod`: Cannot deploy");
  expect(text).toContain("sign it with cosign sign");
  expect(text).toContain("- `sluice/headers-score` in `prod`, `prod-canary-50`: Cannot deploy");
  expect(text.indexOf("images-signed")).toBeLessThan(text.indexOf("headers-score"));
});

test("it names each deviation from the values that services share", () => {
  const render = (deviations: NonNullable<EnvironmentFacts["defaults"]>["deviations"]) => {
    const defaults = { file: "../../defaults.yaml", version: "3", deviations };
    const environments = [gatherEnvironment({ ...facts, defaults }, [base])];
    return renderComment({ key: "preview", environments, others: [] });
  };
  const text = render([{ path: "sluice:app.replicas", value: "7", instead: "5" }]);
  expect(text).toContain("1 deviation from the shared values: version `3` of `../../defaults.yaml`:\n");
  expect(text).toContain("| `sluice:app.replicas` | `7` | `5` |");
  expect(render([])).toContain("As the shared values: version `3` of `../../defaults.yaml`.");
});

test("it shows what waiting costs", () => {
  const text = comment([base, stage]);
  expect(text).toContain(
    "All requests get the new version after about 5m18s and 0.2 hours of pods beside stable's",
  );
  expect(text).toContain("| 50 % | about 5m18s | 3\u202F700 | 2 |");
  expect(text).toContain("Each hour that it waits at 50 %: 42\u202F000 requests");
});

test("it never shows values of resources", () => {
  const secret = {
    ...stage,
    steps: [{ op: "update", type: "kubernetes:core/v1:Secret", name: "db", paths: ["data.password"] }],
  };
  expect(comment([secret])).toContain("- ~ Secret `db`: `data.password`");
});

test.each([
  ["markup", "<img src=x onerror=alert(1)>", "&lt;img src=x"],
  ["a mention", "ping @everyone", "@\u200Beveryone"],
  ["a link", "see https://evil.example", "https:\u200B//evil.example"],
  ["a table's bar", "a | b", String.raw`a \| b`],
  ["another marker", markerOf("preview"), "&lt;!-- sluice-preview:preview --"],
])("it shows %s from elsewhere as text", (_name, text, shown) => {
  const evil = { ...base, errors: [text], findings: [{ policy: "p", mandatory: true, text }] };
  const rendered = comment([evil]);
  expect(rendered).toContain(shown);
  expect(rendered.slice(markerOf("preview").length)).not.toContain(text);
});

test("a stack that could not be previewed is said first, without its code", () => {
  const failed: StackPreview = {
    ...base,
    steps: [],
    findings: [],
    errors: ["[sluice:2] the stack must exist: got none"],
  };
  const text = comment([failed]);
  expect(text).toContain("## Sluice preview: ⛔ 1 stack could not be previewed");
  expect(text).toContain("### Could not be previewed\n\n- `prod`: the stack must exist: got none");
  expect(text).toContain("| `prod` | ? | ? | ? | ? |");
});

test("without affected stacks it says so", () => {
  expect(comment([])).toContain("✅ no stack is affected");
});

test("stacks of no environment stand at the end", () => {
  const platform: StackPreview = { ...base, stack: "platform", findings: [] };
  expect(comment([], [platform])).toContain("### Other stacks");
});

test("too long a comment keeps its tables and says that it is shortened", () => {
  const step = { op: "create", type: "kubernetes:core/v1:ConfigMap", name: "x".repeat(60), paths: [] };
  const text = comment([{ ...base, steps: Array.from({ length: 2000 }, () => step) }, stage]);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("| 50 % | ⛔ refuses |");
  expect(text).not.toContain("<details>");
  expect(text).toContain("Shortened");
});

test("renderGates() says how soon Sluice's own requests would take a version off", () => {
  const gate = { open: true, sentence: "s", report: { checks: [], synthetic: "Synthetic checks: <soon>" } };
  const environment = { stacks: [{ stack: "prod-canary-5", gate }] } as never;
  expect(renderGates(environment).join("\n")).toContain("Synthetic checks: &lt;soon>");
});

test("renderGates() says once how much of the error budgets the release may use", () => {
  const gate = { open: true, sentence: "s", report: { checks: [], allowance: "this release may use 62 %" } };
  const stacks = ["prod-canary-5", "prod-canary-50"].map((stack) => ({ stack, gate }));
  const text = renderGates({ stacks } as never).join("\n");
  expect(text.split("This release may use 62 %.")).toHaveLength(2);
});
