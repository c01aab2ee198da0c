import { routerNames } from "../../../components/core/routers/routers";
import { configWith, imageOf } from "../../support/environment";

/** Every key of an environment file that is not as it must be, with the whole line that people get. */
describe("environmentSchema", () => {
  test.each([
    {
      name: "image without digest",
      keys: { release: '{ image: "registry.example.org/scholarlink:v1" }' },
      message:
        'sluice:release.image must end in a digest, "…@sha256:" and 64 hexadecimal digits: got "registry.example.org/scholarlink:v1" (Pulumi.prod.yaml)',
    },
    {
      name: "unknown top-level key",
      keys: { stagse: "[]" },
      message: 'sluice:stagse must be a known key, such as "stages" (Pulumi.prod.yaml)',
    },
    {
      name: "unknown key",
      keys: { app: "{ name: scholarlink, prot: 80 }" },
      message: 'sluice:app.prot must be a known key, such as "port" (Pulumi.prod.yaml)',
    },
    {
      name: "key that is like no other",
      keys: { cluster: "{ context: a, uid: b, kubeconfig: c }" },
      message: 'sluice:cluster.kubeconfig must be one of "context", "inCluster", "uid" (Pulumi.prod.yaml)',
    },
    {
      name: "key without effect yet",
      keys: { traffic: "{ host: a.b, mirror: 5 }" },
      message:
        "sluice:traffic.mirror must not be set: this version does not have mirrored traffic yet (Pulumi.prod.yaml)",
    },
    {
      name: "stages that do not increase",
      keys: { stages: "[{ weight: 5 }, { weight: 5 }, { weight: 100 }]" },
      message: "sluice:stages[1].weight must be greater than stages[0].weight (5%): got 5 (Pulumi.prod.yaml)",
    },
    {
      name: "a last stage below 100",
      keys: { stages: "[{ weight: 5 }, { weight: 50 }]" },
      message: "sluice:stages[1].weight must be 100% in the last stage: got 50 (Pulumi.prod.yaml)",
    },
    {
      name: "a first stage that nothing could be proven before",
      keys: { stages: "[{ weight: 50 }, { weight: 100 }]" },
      message:
        "sluice:stages[0].weight must be at most 20% in the first stage: more needs evidence from a stage before it (analysis.parameters.requirePassAbove): got 50 (Pulumi.prod.yaml)",
    },
    {
      name: "no stage",
      keys: { stages: "[]" },
      message:
        "sluice:stages must be a list of { weight, soak }, weights increasing and the last one 100%: got [] (Pulumi.prod.yaml)",
    },
    {
      name: "a weight that is no whole percent",
      keys: { stages: "[{ weight: 2.5 }, { weight: 100 }]" },
      message: "sluice:stages[0].weight must be a whole percent from 1 to 100: got 2.5 (Pulumi.prod.yaml)",
    },
    {
      name: "a soak without unit",
      keys: { stages: "[{ weight: 100, soak: 10 }]" },
      message:
        'sluice:stages[0].soak must be a duration up to 24h, for example "10m": got 10 (Pulumi.prod.yaml)',
    },
    {
      name: "a soak that is too long",
      keys: { stages: "[{ weight: 100, soak: 25h }]" },
      message:
        'sluice:stages[0].soak must be a duration up to 24h, for example "10m": got "25h" (Pulumi.prod.yaml)',
    },
    {
      name: "a missing mapping",
      keys: { cluster: undefined },
      message: "sluice:cluster must be a mapping of context, inCluster, uid: got nothing (Pulumi.prod.yaml)",
    },
    {
      name: "another router",
      keys: { traffic: "{ host: a.b, router: smi }" },
      message: `sluice:traffic.router must be ${routerNames.map((name) => `"${name}"`).join(" or ")}: got "smi" (Pulumi.prod.yaml)`,
    },
    {
      name: "a token for the API server's proxy",
      keys: { analysis: "{ prometheus: 'service://m/p:1', tokenFrom: T }" },
      message:
        'sluice:analysis.tokenFrom must be set with an http(s) URL only: the API server\'s proxy has credentials of its own: got "T" (Pulumi.prod.yaml)',
    },
    {
      name: "a token and a password",
      keys: { analysis: "{ prometheus: 'https://p', tokenFrom: T, basic: { user: u, passwordFrom: P } }" },
      message:
        'sluice:analysis.basic must not be set together with tokenFrom: got {"user":"u","passwordFrom":"P"} (Pulumi.prod.yaml)',
    },
    {
      name: "TLS without https",
      keys: { analysis: "{ prometheus: 'http://p', tls: { ca: /ca.pem } }" },
      message:
        'sluice:analysis.tls must be set with an https URL only: got {"ca":"/ca.pem"} (Pulumi.prod.yaml)',
    },
    {
      name: "a certificate without key",
      keys: { analysis: "{ prometheus: 'https://p', tls: { cert: C } }" },
      message:
        "sluice:analysis.tls.key must be set: cert and key go together: got nothing (Pulumi.prod.yaml)",
    },
    {
      name: "a key without certificate",
      keys: { analysis: "{ prometheus: 'https://p', tls: { key: K } }" },
      message:
        "sluice:analysis.tls.cert must be set: cert and key go together: got nothing (Pulumi.prod.yaml)",
    },
    {
      name: "a token instead of its name",
      keys: { analysis: "{ prometheus: 'https://p', tokenFrom: abc.def }" },
      message:
        'sluice:analysis.tokenFrom must be the name of an environment variable, or the absolute path of a file: got "abc.def" (Pulumi.prod.yaml)',
    },
    {
      name: "a host with scheme",
      keys: { traffic: '{ host: "https://app.example.org" }' },
      message:
        'sluice:traffic.hosts[0] must be a host name in lower case, without scheme, port or path, and no address: got "https://app.example.org" (Pulumi.prod.yaml)',
    },
    {
      name: "a drain that is too short for the router",
      keys: { traffic: "{ host: a.b, propagation: 30s, drain: 40s }" },
      message: 'sluice:traffic.drain must be at least twice propagation (60s): got "40s" (Pulumi.prod.yaml)',
    },
    {
      name: "an authority for probes without TLS",
      keys: { traffic: "{ host: a.b, scheme: http, ca: PROBE_CA }" },
      message: 'sluice:traffic.ca must be set with scheme https only: got "PROBE_CA" (Pulumi.prod.yaml)',
    },
    {
      name: "credentials in the Prometheus address",
      keys: { analysis: "{ prometheus: 'https://user:pass@host/x?y' }" },
      message:
        'sluice:analysis.prometheus must be "service://<namespace>/<service>:<port>" or an http(s) URL without user, query or fragment: got "https://…@host/x?…" (Pulumi.prod.yaml)',
    },
    {
      name: "an objective out of range",
      keys: { analysis: "{ prometheus: 'http://p', objectives: { errorRatio: 2 } }" },
      message:
        "sluice:analysis.objectives.errorRatio must be above 0 and below 0.5: got 2 (Pulumi.prod.yaml)",
    },
    {
      name: "an engine parameter out of range",
      keys: { analysis: "{ prometheus: 'http://p', parameters: { falseAbortRate: 3 } }" },
      message:
        "sluice:analysis.parameters.falseAbortRate must be above 0 and below 1: got 3 (Pulumi.prod.yaml)",
    },
    {
      name: "a variable name with a dash",
      keys: { app: "{ name: scholarlink, env: { A-B: x } }" },
      message:
        "sluice:app.env.A-B must have a name of letters, digits and _ that starts with no digit: got a text (Pulumi.prod.yaml)",
    },
    {
      name: "a number as variable",
      keys: { app: "{ name: scholarlink, env: { PORT: 80 } }" },
      message:
        "sluice:app.env.PORT must be a text; quote numbers and booleans: got a number (Pulumi.prod.yaml)",
    },
    {
      name: "variables that are no mapping",
      keys: { app: "{ name: scholarlink, env: [A] }" },
      message:
        'sluice:app.env must be a mapping of variables to texts, for example { LOG_LEVEL: "info" }: got a list (Pulumi.prod.yaml)',
    },
    {
      name: "an autoscaler below the replicas",
      keys: { app: "{ name: scholarlink, replicas: 5, autoscale: { maxReplicas: 3 } }" },
      message: "sluice:app.autoscale.maxReplicas must be at least replicas (5): got 3 (Pulumi.prod.yaml)",
    },
    {
      name: "an emergency without end",
      keys: { release: `{ image: "${imageOf("a")}", emergency: { reason: hotfix, expires: tomorrow } }` },
      message:
        'sluice:release.emergency.expires must be a time with zone, for example "2026-11-21T18:00:00Z": got "tomorrow" (Pulumi.prod.yaml)',
    },
    {
      name: "an emergency that ends at no time",
      keys: {
        release: `{ image: "${imageOf("a")}", emergency: { reason: hotfix, expires: "2026-13-41T18:00:00Z" } }`,
      },
      message:
        'sluice:release.emergency.expires must be a time that exists: got "2026-13-41T18:00:00Z" (Pulumi.prod.yaml)',
    },
    {
      name: "a migration without command",
      keys: { migration: "{ reversible: true }" },
      message: "sluice:migration.command must be a list of texts with at least one: got nothing",
    },
    {
      name: "arguments of a migration without command",
      keys: { app: "{ name: shop, from: { manifest: k8s } }", migration: "{ args: [a], env: { A: b } }" },
      message: "sluice:migration.args must be left out without command: a hook has its own",
    },
    {
      name: "a migration that may or may not be taken back",
      keys: { migration: "{ reversible: maybe }" },
      message: 'sluice:migration.reversible must be true or false: got "maybe" (Pulumi.prod.yaml)',
    },
    {
      name: "a backup that saves nothing",
      keys: { migration: "{ command: [a], backup: { deadline: 5m } }" },
      message:
        "sluice:migration.backup.command must be a list of texts with at least one, or backup.name be set: got nothing",
    },
    {
      name: "a backup that is named and made",
      keys: { migration: "{ command: [a], backup: { name: b, command: [c] } }" },
      message: 'sluice:migration.backup.command must be left out beside backup.name: got ["c"]',
    },
    {
      name: "a restore of nothing",
      keys: { migration: "{ command: [a], restore: { command: [c] } }" },
      message: "sluice:migration.restore must be left out without migration.backup",
    },
    {
      name: "an undo by a bare tag",
      keys: { migration: "{ command: [a], undo: { command: [c], image: 'db:1' } }" },
      message: "sluice:migration.undo.image must end in a digest",
    },
    {
      name: "a backup by an unknown key",
      keys: { migration: "{ command: [a], backup: { command: [c], verfy: { command: [d] } } }" },
      message: "sluice:migration.backup.verfy must be a known key",
    },
    {
      name: "a value that is too long to show",
      keys: { app: `{ name: ${"x".repeat(100)} }` },
      message: `got "${"x".repeat(76)}… (Pulumi.prod.yaml)`,
    },
  ])("refuses $name", ({ keys, message }) => {
    expect(() => configWith(keys)).toThrow(message);
  });
});
