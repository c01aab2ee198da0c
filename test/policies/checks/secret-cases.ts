import { app, withContainer } from "./objects";
import type { CheckCase } from "./objects";

const variable = (name: string, value: string, isSecret: boolean): CheckCase => ({
  name: `${isSecret ? "a secret" : "no secret"}: ${name}=${value}`,
  given: withContainer({ env: [{ name, value }] }),
  findings: isSecret ? { "literal-secrets": [`${app}.env`] } : {},
});
const secret = (name: string, value = "x1"): CheckCase => variable(name, value, true);
const harmless = (name: string, value: string): CheckCase => variable(name, value, false);
const command = (isSecret: boolean, ...args: string[]): CheckCase => ({
  name: `${isSecret ? "a secret" : "no secret"} among arguments: ${args.join(" ")}`,
  given: withContainer({ args }),
  findings: isSecret ? { "literal-secrets": [`${app}.args`] } : {},
});
const handler = (at: string, isSecret: boolean, changes: object): CheckCase => ({
  name: `${isSecret ? "a secret" : "no secret"} in ${at}: ${JSON.stringify(changes)}`,
  given: withContainer({ ...changes }),
  findings: isSecret ? { "literal-secrets": [`${app}.${at}`] } : {},
});
const bearer = (value: string) => ({
  httpGet: { path: "/", port: 80, httpHeaders: [{ name: "Authorization", value }] },
});
// In two parts, so that nobody who looks for secrets takes the examples for some.
const key = ["-----BEGIN RSA PRIVATE", " KEY-----"].join("");
const github = ["ghp_", "a".repeat(36)].join("");
const stripe = ["sk_", "live_abcdefgh1234"].join("");
const aws = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const slack = ["https://hooks.slack.com", "/services/T000/B000/xxxx"].join("");

/** Names and values of secrets in plain text, and what only looks like one. */
export const secretCases: readonly CheckCase[] = [
  secret("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI"),
  ...`SECRET_KEY SECRET_KEY_BASE DJANGO_SECRET_KEY PGPASSWORD PGPASS DB_PASS MYSQL_PWD dbPassword apiKey stripeKey
    githubToken clientSecret MYSQL_ROOT_PASSWORD DB_PASSWORD_1 DB_PASSWORD_PROD PASSWORD_PRIMARY API_TOKEN_V2 APIKEY
    ENCRYPTION_KEY STRIPE_KEY PASSPHRASE SSH_KEY_PASSPHRASE GH_PAT AWS_CREDS ACCESS_TOKEN GITHUB_TOKEN jwtSecret`
    .split(/\s+/)
    .map((name) => secret(name)),
  secret("DATABASE_URL", "postgres://app:hunter2@db/app"),
  secret("CACHE", "redis://:hunter2@redis:6379/0"),
  secret("DSN", "app:hunter2@tcp(db:3306)/app"),
  secret("CONNECTION_STRING", "Server=db;User=app;Password=hunter2;"),
  secret("JDBC", "jdbc:postgresql://db/app?user=app&password=hunter2"),
  secret("JAVA_OPTS", "-Xmx1g -Dspring.datasource.password=hunter2"),
  secret("GIT", github),
  secret("PAYMENTS", stripe),
  secret("AWS_ACCESS_KEY_ID", aws),
  secret("CERTIFICATE", `${key}\nMIIB`),
  secret("NOTIFY", slack),
  secret("HEADER", "Bearer abcdefgh12345678"),
  secret("HEADER_LINE", "Authorization: Bearer abcdefgh12345678"),
  secret("REGISTRY_AUTHS", '{"auths":{"r.example":{"auth":"dXNlcjpwYXNz"}}}'),
  secret("CONFIG", '{"user":"app","password":"hunter2"}'),
  secret("BASIC_AUTH", "admin:hunter2"),
  secret("uiBasicAuth", "admin:hunter2"),
  secret("NEO4J_AUTH", "neo4j/hunter2"),
  harmless("BASIC_AUTH", "true"),
  harmless("BASIC_AUTH", "admin:$(ADMIN_PASSWORD)"),
  harmless("BASIC_AUTH_URL", "https://idp.example.org/basic"),
  harmless("NEO4J_AUTH", "none"),
  ...[
    ["glsa_", "a".repeat(32)],
    ["dckr_pat_", "a".repeat(24)],
    ["shpat_", "0123456789abcdef".repeat(2)],
    ["hf_", "a".repeat(34)],
    ["pypi-AgE", "IcHlwaS5vcmcC"],
    ["AGE-SECRET-KEY-1", "Q".repeat(20)],
    ["-----BEGIN PGP PRIVATE", " KEY BLOCK-----"],
  ].map((parts) => secret("GIVEN", parts.join(""))),
  harmless("CONFIG", '{"user":"app","password":"${DB_PASSWORD}","auth":"none"}'),
  harmless("CONFIG", '{"password":"vault:secret/app","passwordFile":"/run/db"}'),
  harmless("DB_PASSWORD", "$(FROM_SECRET)"),
  harmless("DB_PASSWORD", "$(USER):$(FROM_SECRET)"),
  harmless("DATABASE_URL", "postgres://app:$(DB_PASSWORD)@db/app"),
  harmless("DATABASE_URL", "postgres://db/app"),
  harmless("SENTRY_DSN", "https://sentry.example.org/1"),
  harmless("KUBE_TOKEN", "/var/run/secrets/token"),
  harmless("DB_PASSWORD_FILE", "/run/secrets/db"),
  harmless("dbPasswordFile", "db.txt"),
  harmless("TLS_PRIVATE_KEY", "tls.key"),
  harmless("CSRF_TOKEN", "X-CSRF"),
  harmless("TOKENS_PER_MINUTE", "5"),
  harmless("MAX_TOKEN", "4096"),
  harmless("TOKEN_URL", "https://idp.example.org/token"),
  harmless("TOKEN_TTL", "15m"),
  harmless("PASSWORD_MIN_LENGTH", "12"),
  harmless("PASSWORD_RESET_URL", "https://shop.example.org/reset"),
  harmless("SECRET_NAME", "shop-tls"),
  harmless("SECRETS_PROVIDER", "vault"),
  harmless("ENABLE_PASSWORD", "true"),
  harmless("DB_PASSWORD", "vault:secret/data/shop#password"),
  harmless("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:shop"),
  harmless("JWT_PUBLIC_KEY", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"),
  harmless("STRIPE_PUBLISHABLE_KEY", "pk_live_abcdefgh1234"),
  harmless("PARTITION_KEY", "tenant_id_0001"),
  harmless("CACHE_KEY", "shop:v1:products"),
  harmless("SESSION_KEY", "sid"),
  harmless("MONKEY", "george1"),
  harmless("BYPASS", "cache1"),
  harmless("PWD", "/app"),
  harmless("AWS_ACCESS_KEY_ID", "$(AWS_KEY_ID)"),
  harmless("EMPTY_PASSWORD", ""),
  harmless("GREETING", "mail team@example.org: the token is in the mail"),
  command(true, "--db-password=hunter2"),
  command(true, "--token", "abc123"),
  command(true, "sh", "-c", "PGPASSWORD=hunter2 psql -h db"),
  command(true, "--database", "postgres://app:hunter2@db/app"),
  command(true, "--api-key=abc"),
  command(true, "redis-server", "--requirepass", "hunter2"),
  command(true, "redis-server", "--masterauth=hunter2"),
  command(true, "sh", "-c", "exec redis-server --requirepass hunter2"),
  command(true, "sh", "-c", "app --db-password=hunter2"),
  command(false, "sh", "-c", 'exec redis-server --requirepass "$REDIS_PASSWORD"'),
  command(false, "sh", "-c", "psql --no-password --host db"),
  command(false, "redis-server", "--requirepass", "$(REDIS_PASSWORD)"),
  command(false, "--db-password=$(DB_PASSWORD)"),
  command(false, "--password-file=/run/secrets/db"),
  command(false, "--token-ttl=15m", "--secret-name=shop-tls", "--tls-private-key=tls.key"),
  command(false, "--no-password", "app"),
  command(false, "--token", "/var/run/token"),
  command(false, "sh", "-c", 'TOKEN="$(cat /run/token)" exec app'),
  command(true, "curl", "-H", "Authorization: Bearer abcdefgh12345678"),
  handler("livenessProbe", true, {
    livenessProbe: { exec: { command: ["sh", "-c", "PGPASSWORD=hunter2 psql"] } },
  }),
  handler("readinessProbe", true, { readinessProbe: bearer("Bearer abcdefgh12345678") }),
  handler("lifecycle.preStop", true, {
    lifecycle: { preStop: { exec: { command: ["app", "--password", "hunter2"] } } },
  }),
  handler("lifecycle.preStop", false, {
    lifecycle: { preStop: { exec: { command: ["sh", "-c", "sleep 5"] } } },
    readinessProbe: bearer("$(TOKEN)"),
  }),
];
