import * as os from "node:os";
import { runPreview } from "../../cli/preview/run-preview";
import { runUp } from "../../cli/engine/run-up";
import { fakePulumi } from "./support/fake-pulumi";

const options = { root: os.tmpdir(), stack: "prod-canary-5", signal: new AbortController().signal };

test.each([
  ["pulumi up", runUp, "up"],
  ["pulumi preview", runPreview, "preview"],
])("%s gets the stack's full name where an organisation is named", async (_name, run, command) => {
  const pulumi = fakePulumi("exit 0");
  try {
    await run({ ...options, org: "acme" });
    await run(options);
    expect(pulumi.calls().map((line) => line.split(" ").slice(0, 3))).toEqual([
      [command, "--stack", "acme/prod-canary-5"],
      [command, "--stack", "prod-canary-5"],
    ]);
  } finally {
    pulumi.remove();
  }
});
