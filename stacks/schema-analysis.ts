import { z } from "zod";
import { duration, mapping, oneOf, text } from "./field";

/** `sluice:analysis`: what evidence is asked from, and what is demanded of it. */
export const analysisSchema = mapping("analysis", {
  /** `service://<namespace>/<service>:<port>` goes through the API server's proxy. No default. */
  prometheus: text(
    'be "service://<namespace>/<service>:<port>" or an http(s) URL without user, query or fragment',
    /^(service:\/\/[a-z0-9-]+\/[a-z0-9-]+:[a-z0-9-]+(\/[^\s?#@]*)?|https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?)$/,
  ),
  /** Environment variable that holds a bearer token for a direct address. @default - none */
  tokenFrom: text("be the name of an environment variable", /^[A-Za-z_][A-Za-z0-9_]*$/).optional(),
  /** Whose counters are read: the router's, or the app's own by pod. @default "traefik" */
  source: oneOf(["traefik", "opentelemetry"]).default("traefik"),
  /** Time between two looks at the evidence; the scrape interval is right. @default "5s" */
  tick: duration("5m").prefault("5s"),
  /** A track with weight and no data for longer than this ends in an abort. @default "2m" */
  blind: duration("1h").prefault("2m"),
  /** Longest time of one query. @default "5s" */
  timeout: duration("1m").prefault("5s"),
  /** Parameters of the verdict engine by name. @default - the engine's own */
  parameters: z
    .record(z.string(), z.number({ error: "be a number" }), { error: "be a mapping of names to numbers" })
    .default({}),
});
