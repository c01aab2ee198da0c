import * as fs from "node:fs/promises";
import { parseDocument, stringify } from "yaml";

/** Facts that the demo's environment file is written from. */
export interface DemoFacts {
  readonly context: string;
  readonly uid: string;
  /** Image with digest. */
  readonly image: string;
  /** `127.0.0.1:port` of the sandbox's gateway, with TLS. */
  readonly gatewayTlsAddress: string;
  /** PEM file of its authority. */
  readonly gatewayAuthority: string;
  /** Short soaks. */
  readonly fast: boolean;
}

/** Names that the demo uses in its sandbox. */
export const demo = {
  environment: "demo",
  app: "scholarlink",
  namespace: "demo",
  host: "app.example.org",
  secret: "scholarlink-database",
} as const;

/** Weights that a release goes through, percent. */
export const demoWeights: readonly number[] = [1, 5, 20, 50, 100];

/** Renders Pulumi.demo.yaml. */
export function renderDemoEnvironment(facts: DemoFacts): string {
  // At 1 % a pod needs some twenty seconds to get the requests after which version 3 fails.
  const soakAt = (weight: number): string => (facts.fast ? (weight === 1 ? "30s" : "10s") : "1m");
  const config = {
    "sluice:cluster": { context: facts.context, uid: facts.uid },
    "sluice:app": {
      name: demo.app,
      namespace: demo.namespace,
      replicas: 2,
      secretEnv: { DATABASE_URL: { secret: demo.secret, key: "url" } },
    },
    "sluice:release": { image: facts.image },
    "sluice:stages": demoWeights.map((weight) => ({ weight, soak: soakAt(weight) })),
    "sluice:traffic": {
      hosts: [demo.host],
      scheme: "https",
      address: facts.gatewayTlsAddress,
      ca: facts.gatewayAuthority,
      gateway: { name: "sluice", namespace: "gateway" },
    },
    "sluice:analysis": {
      prometheus: "service://monitoring/prometheus:9090",
      interval: "2s",
      // Proving less needs fewer requests: at 1 % and 200 requests a second that is half a minute instead of one and a half.
      ...(facts.fast ? { parameters: { unacceptableErrorRatio: 0.05 } } : {}),
    },
    "sluice:promotion": { watch: facts.fast ? "5s" : "20s" },
    "sluice:migration": { command: ["/scholarlink", "migrate"], reversible: true },
  };
  const head = "# The demo's environment. A release changes one line, sluice:release.image.\n";
  return head + stringify({ config });
}

/** Firewall that a scene wants. */
export interface DemoFirewall {
  /** Image with digest. */
  readonly image: string;
  /** Level up to which its rules refuse, 1 to 4. */
  readonly paranoia: number;
}

/** Stages of a change of the firewall: few requests show what its rules refuse. */
const firewallStages = [
  { weight: 5, soak: "10s" },
  { weight: 100, soak: "5s" },
];

/** Writes a firewall and its short stages into the environment file. */
export async function writeFirewall(file: string, { image, paranoia }: DemoFirewall): Promise<void> {
  const document = parseDocument(await fs.readFile(file, "utf8"));
  const waf = { mode: "block", image, paranoia: { block: paranoia, detect: paranoia } };
  document.setIn(["config", "sluice:edge"], { waf });
  document.setIn(["config", "sluice:stages"], firewallStages);
  await fs.writeFile(file, document.toString());
}
