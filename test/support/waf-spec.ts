import type { WafSpec } from "../../components/core/edge/waf";

/** A firewall as the schema's defaults make it. */
export const wafSpec = (parts: Partial<WafSpec> = {}): WafSpec => ({
  mode: "block",
  image: `registry.example.org/waf@sha256:${"a".repeat(64)}`,
  port: 8880,
  metricsPort: 8881,
  paranoia: { block: 1, detect: 1 },
  threshold: 5,
  exclusions: [],
  monitoring: [],
  bodyLimitBytes: 1024 * 1024,
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  contentTypes: [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/xml",
    "text/xml",
  ],
  onFailure: "closed",
  trustedProxies: [],
  resources: { requests: { cpu: "100m", memory: "96Mi" }, limits: { memory: "256Mi" } },
  ...parts,
});
