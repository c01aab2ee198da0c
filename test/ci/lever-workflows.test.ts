import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

interface Workflow {
  readonly concurrency: unknown;
  readonly jobs: Readonly<Record<string, { readonly environment: string; readonly if: string }>>;
}

const folder = path.join(__dirname, "../../.github/workflows");
const of = (name: string): Workflow =>
  parse(fs.readFileSync(path.join(folder, `${name}.yml`), "utf8")) as Workflow;

test.each(["abort", "pause"])("%s waits for no release, no reviewer and no engine", (name) => {
  const workflow = of(name);
  expect(workflow.concurrency).not.toEqual(of("up").concurrency);
  expect(workflow.jobs[name]).toMatchObject({
    environment: "${{ inputs.environment }}-lever",
    if: "github.ref_protected",
  });
  expect(JSON.stringify(workflow)).not.toContain("pulumi/actions");
});

test("a rollback waits for a release under way and for the environment's reviewers", () => {
  expect(of("rollback").concurrency).toEqual(of("up").concurrency);
  expect(of("rollback").jobs["rollback"]).toMatchObject({
    environment: "${{ inputs.environment }}",
    if: "github.ref_protected",
  });
});
