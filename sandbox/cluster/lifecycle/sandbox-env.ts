import { mkdirSync } from "node:fs";
import path from "node:path";
import { pulumiHome } from "./pulumi-home";
import type { Sandbox, SandboxDatabase } from "./sandbox";

/** Values that the variables are made from. */
export interface SandboxEnvSpec extends Pick<Sandbox, "gatewayTlsAddress" | "gatewayAuthority"> {
  readonly stateDir: string;
  readonly kubeconfig: string;
  readonly binDir: string;
  readonly passphrase: string;
  readonly database: SandboxDatabase;
}

/**
 * Plans the variables under which plain `pulumi`, `kubectl` and `psql` work in a sandbox: nothing asks, nothing is
 * looked for on the internet, and Pulumi's state lies with the sandbox.
 */
export function planSandboxEnv(spec: SandboxEnvSpec): Record<string, string> {
  const backend = path.join(spec.stateDir, "pulumi");
  mkdirSync(backend, { recursive: true });
  const [host = "", port = ""] = spec.database.address.split(":");
  const inherited = (process.env["PATH"] ?? "").split(":");
  const folders = [spec.binDir, path.dirname(process.execPath), ...inherited];
  return {
    PATH: [...new Set(folders)].filter(Boolean).join(":"),
    KUBECONFIG: spec.kubeconfig,
    PULUMI_HOME: pulumiHome(),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: spec.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plugins on PATH would be used as well, but with a warning at each run.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    SLUICE_SANDBOX_URL: `https://${spec.gatewayTlsAddress}`,
    SLUICE_SANDBOX_CA: spec.gatewayAuthority,
    PGHOST: host,
    PGPORT: port,
    PGDATABASE: spec.database.name,
    PGUSER: spec.database.user,
    PGPASSWORD: spec.database.password,
  };
}
