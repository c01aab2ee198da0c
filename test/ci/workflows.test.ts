import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { judgeConditions } from "../../policies/images/attestation/conditions";
import { runSluice } from "../cli/commands/run-sluice";
import type { Workflow } from "./workflow";

jest.setTimeout(60_000);

const root = path.join(__dirname, "../..");
const folder = path.join(root, ".github/workflows");
const texts = fs
  .readdirSync(folder)
  .map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")] as const);
const workflows = texts.map(([file, text]) => ({ file, text, workflow: parse(text) as Workflow }));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file}: ${name}`, workflow, job })),
);
const steps = jobs.flatMap(({ name, job }) =>
  job.steps.map((step, at) => ({ name: `${name} step ${at}`, step })),
);
const actions = steps.filter(({ step }) => step.uses !== undefined);
const scripts = steps.filter(({ step }) => step.run !== undefined);

test("there are workflows for previews, releases, ups, and what a person does in a hurry", () => {
  expect(texts.map(([file]) => file)).toEqual(
    expect.arrayContaining([
      "abort.yml",
      "pause.yml",
      "preview.yml",
      "release.yml",
      "rollback.yml",
      "up.yml",
    ]),
  );
});

describe.each(workflows)("$file", ({ text, workflow }) => {
  test("gives nothing by default and runs one at a time", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toMatchObject({ group: expect.any(String) });
  });

  test("never runs a stranger's code with our secrets", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
    for (const job of Object.values(workflow.jobs)) {
      const ofRequest = "pull_request" in workflow.on && JSON.stringify(job).includes("secrets.");
      if (!ofRequest) continue;
      // Joined to everything else by "and".
      expect(job.if).toMatch(
        /^github\.event\.pull_request\.head\.repo\.full_name == github\.repository( && |$)/,
      );
      expect(job.if).not.toContain("||");
    }
  });

  test("says the version of each action beside its commit", () => {
    const lines = text.split("\n").filter((line) => line.includes("uses:"));
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(line))).toEqual([]);
  });
});

test.each(actions)("$name is pinned by a full commit", ({ step }) => {
  expect(step.uses).toMatch(/^[\w.-]+\/[\w.-]+(\/[\w.-]+)*@[0-9a-f]{40}$/);
});

test("one action has one commit everywhere", () => {
  const commits = new Map(actions.map(({ step }) => (step.uses ?? "").split("@") as [string, string]));
  for (const { step } of actions) {
    const [action = "", commit] = (step.uses ?? "").split("@");
    expect([action, commit]).toEqual([action, commits.get(action)]);
  }
});

test("no checkout leaves its token behind", () => {
  const checkouts = actions.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(2);
  for (const { step } of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
});

const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "preview.yml: preview": { contents: "read", "id-token": "write", "pull-requests": "write" },
  "abort.yml: abort": { contents: "read", "id-token": "write" },
  "pause.yml: pause": { contents: "read", "id-token": "write" },
  "rollback.yml: rollback": { contents: "read", "id-token": "write" },
  "up.yml: rollout": { contents: "read", "id-token": "write" },
  "release.yml: verify": { contents: "read" },
  "release.yml: image": { contents: "read", packages: "write", "id-token": "write", attestations: "write" },
  "release.yml: propose": { contents: "write", "pull-requests": "write" },
};

test.each(jobs)("$name has exactly the rights it needs, and ends", ({ name, job }) => {
  expect(job.permissions).toEqual(allowed[name]);
  expect(job["timeout-minutes"]).toBeGreaterThan(0);
});

test("secrets of clusters are given to jobs of a protected environment only, to single steps", () => {
  for (const { job } of jobs) {
    const text = JSON.stringify(job);
    if (text.includes("_KUBECONFIG") || text.includes("PASSPHRASE")) expect(job.environment).toBeDefined();
    expect(JSON.stringify({ ...job, steps: [] })).not.toContain("secrets.");
  }
});

test("no kubeconfig is stored anywhere: the jobs log in by their own identity", () => {
  for (const [file, text] of [...texts, ["gitlab-ci.yml", JSON.stringify(gitlab)] as const]) {
    expect([file, text.match(/_KUBECONFIG|CLIENT_SECRET|SECRET_ACCESS_KEY|credentials_json/gi)]).toEqual([
      file,
      null,
    ]);
  }
  const ofClusters = ["preview.yml: preview", "up.yml: rollout", "abort.yml: abort", "pause.yml: pause"];
  for (const name of [...ofClusters, "rollback.yml: rollback"]) {
    const { job } = jobs.find((each) => each.name === name) as (typeof jobs)[number];
    expect(job.permissions).toMatchObject({ "id-token": "write" });
    expect(job.environment).toBeDefined();
    const uses = job.steps.filter(({ env }) => env?.["KUBECONFIG"] !== undefined);
    expect(uses.length).toBeGreaterThan(0);
    for (const { env } of uses) {
      for (const variable of [
        "CLUSTER_CLOUD",
        "AWS_ROLE_ARN",
        "GCP_WORKLOAD_IDENTITY_PROVIDER",
        "AZURE_CLIENT_ID",
      ]) {
        expect(env?.[variable]).toBe(`\${{ vars.${variable} }}`);
      }
    }
    expect(job.steps.some(({ run }) => run?.includes("ci/write-kubeconfig.js") === true)).toBe(true);
  }
});

test("nothing is built or signed that is not tested, analysed and scanned for secrets, and that is attested", () => {
  const release = workflows.find(({ file }) => file === "release.yml")?.workflow;
  const { verify, image } = release?.jobs ?? {};
  const ran = (verify?.steps ?? []).map(({ run }) => run ?? "").join("\n");
  for (const check of ["npm run test:unit", "gitleaks/v8@v", "oxlint --type-aware", "go vet"]) {
    expect(ran).toContain(check);
  }
  expect(JSON.stringify(verify)).not.toMatch(/continue-on-error|\|\| true/);
  expect((image as unknown as { needs: string }).needs).toBe("verify");
  const signed = (image?.steps ?? []).map(({ run }) => run ?? "").join("\n");
  expect(signed).toMatch(/cosign attest --yes --type https:\/\/in-toto.io\/attestation\/test-result\/v0.1/);
});

test("a test result says which checks passed, and is one that a condition can read", () => {
  const script = path.join(root, "ci/test-result.js");
  const { stdout } = spawnSync(process.execPath, [script, "https://run", "unit-tests", "secret-scan"], {
    encoding: "utf8",
  });
  const predicate = JSON.parse(stdout) as unknown;
  const expression =
    "predicate.result == 'PASSED' && ['unit-tests', 'secret-scan'].all(t, t in predicate.passedTests)";
  expect(
    judgeConditions("https://in-toto.io/attestation/test-result/v0.1", predicate, [{ expression }]),
  ).toEqual([]);
  expect(spawnSync(process.execPath, [script]).status).toBe(2);
});

test("only a protected branch goes up, and one that is under way is not ended", () => {
  const up = workflows.find(({ file }) => file === "up.yml")?.workflow;
  expect(up?.jobs["rollout"]?.if).toBe("github.ref_protected");
  expect(up?.concurrency).toMatchObject({ "cancel-in-progress": false });
});

test.each(scripts)(
  "$name takes values from its environment, not from expressions in its script",
  ({ step }) => {
    expect(step.run).not.toContain("${{");
  },
);

/** Options of `sluice` in a script, with the command. */
function sluiceCalls(script: string): { command: string; options: string[] }[] {
  return script
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((line) => {
      const [, command, rest = ""] = /cli\/sluice\.js (\S+)(.*)/.exec(line) ?? [];
      return command === undefined ? [] : [{ command, options: rest.match(/(?<= )--[a-z-]+/g) ?? [] }];
    });
}

const gitlab = parse(fs.readFileSync(path.join(root, "ci/gitlab-ci.yml"), "utf8")) as Readonly<
  Record<string, { readonly script?: readonly string[]; readonly after_script?: readonly string[] }>
>;
const gitlabScripts = Object.values(gitlab).flatMap((job) => [
  ...(job.script ?? []),
  ...(job.after_script ?? []),
]);

const calls = [...scripts.map(({ step }) => step.run ?? ""), ...gitlabScripts].flatMap(sluiceCalls);

test("previews, rollouts and their state are called", () => {
  expect(new Set(calls.map(({ command }) => command))).toEqual(
    new Set(["abort", "pause", "preview", "resume", "rollback", "rollout", "status"]),
  );
});

test.each(calls)("sluice $command with $options exists", async ({ command, options }) => {
  const { code, stdout } = await runSluice(command, "--help");
  expect(code).toBe(0);
  for (const option of options) expect(stdout).toMatch(new RegExp(`${option}[ ,]`));
});

test("files that workflows name exist", () => {
  const named = texts.flatMap(([, text]) => text.match(/\bci\/[\w.-]+/g) ?? []);
  expect(named.length).toBeGreaterThan(2);
  for (const file of named) expect(fs.existsSync(path.join(root, file))).toBe(true);
});

test("GitLab previews requests of this project only, and goes up by hand from a protected branch", () => {
  const { preview, ".up": up } = gitlab as Readonly<
    Record<string, { rules: { if: string; when?: string }[] }>
  >;
  expect(preview?.rules).toEqual([
    {
      if: '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID',
    },
  ]);
  expect(up?.rules).toEqual([
    { if: '$CI_COMMIT_REF_PROTECTED == "true" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', when: "manual" },
  ]);
});
