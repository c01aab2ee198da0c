import * as fs from "node:fs";
import * as path from "node:path";
import { headersCspNonce } from "../../../policies/headers/headers-csp-nonce";
import { headersNoLeaks } from "../../../policies/headers/headers-no-leaks";
import { headersRequired } from "../../../policies/headers/headers-required";
import { headersScore } from "../../../policies/headers/headers-score";
import { blocksIn } from "../../support/fenced-blocks";
import { runPolicy } from "../pack/run-policy";
import { object } from "./routes";

const root = path.join(__dirname, "../../..");
const blocks = blocksIn("docs/how-to/headers.md", "json").map(
  (text) => JSON.parse(text) as Record<string, unknown>,
);
const app = blocks.find((block) => "owned" in block) as {
  owned: { headers: Record<string, string> }[];
};
const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "scholarlink", {
  spec: { rules: [{ backendRefs: [] }] },
});

test.each([headersRequired, headersNoLeaks, headersCspNonce, headersScore])(
  "the example app as the guide declares it passes $name",
  async (policy) => {
    expect(await runPolicy(policy, route, app)).toEqual([]);
  },
);

test("the guide declares what the example app's source says", () => {
  const source = fs.readFileSync(path.join(root, "sandbox/app/server.go"), "utf8");
  for (const [name, value] of Object.entries(app.owned[0]?.headers ?? {})) {
    const line = source.split("\n").find((one) => one.includes(`"${name}":`)) ?? "";
    if (name === "Content-Security-Policy") expect(line).toContain("contentSecurityPolicy(");
    else expect(line).toContain(`"${value}"`);
  }
});
