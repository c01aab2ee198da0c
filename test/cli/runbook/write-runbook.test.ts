import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { writeRunbook } from "../../../cli/runbook/write-runbook";
import { openTerminal } from "../../../cli/terminal";
import { fileWith } from "../../support/environment";

test("writeRunbook() without its cluster writes what the file says, and tells that", async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  fs.writeFileSync(path.join(cwd, "Pulumi.prod.yaml"), fileWith({}));
  const before = process.env["KUBECONFIG"];
  process.env["KUBECONFIG"] = path.join(cwd, "none");
  const said: string[] = [];
  try {
    const terminal = openTerminal({ stderr: { write: (text) => said.push(text) } });
    const { exitCode, markdown, report } = await writeRunbook({
      cwd,
      environment: "prod",
      by: "sluice runbook",
      terminal,
    });
    expect(exitCode).toBe(0);
    expect(markdown).toContain("# Runbook: scholarlink in prod");
    expect(markdown).toContain("could not be read when this was written");
    expect(report).toMatchObject({ app: "scholarlink", markdown });
    expect(said.join("")).toContain("warning: what is live is left out");
  } finally {
    if (before === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = before;
    fs.rmSync(cwd, { recursive: true });
  }
});
