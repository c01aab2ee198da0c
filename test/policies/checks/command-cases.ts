import { app, withContainer } from "./objects";
import type { CheckCase } from "./objects";

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

/** Secrets among arguments, in probes and in handlers, and what only looks like one. */
export const commandCases: readonly CheckCase[] = [
  command(false, "--initial-cluster-token=etcd-cluster-1"),
  command(false, "--initial-cluster-token", "etcd-cluster-1"),
  command(true, "--db-password=hunter2"),
  command(true, "--token", "abc123"),
  command(true, "sh", "-c", "PGPASSWORD=hunter2 psql -h db"),
  command(true, "--database", "postgres://app:hunter2@db/app"),
  command(true, "--api-key=abc"),
  command(true, "curl", "-u", "admin:hunter2", "https://shop.example.org"),
  command(true, "sh", "-c", "curl -s --user 'admin:hunter2' http://localhost"),
  command(true, "sh", "-c", 'curl -H "Authorization: Bearer abcdef123456" http://localhost'),
  command(true, "--header", "X-Api-Key: abcdef123456"),
  command(true, "mysql", "-uroot", "-phunter2"),
  command(true, "sh", "-c", "mysqladmin ping -uroot -phunter2"),
  command(true, "redis-cli", "-a", "hunter2", "ping"),
  command(true, "mongosh", "-u", "root", "-p", "hunter2"),
  command(true, "sqlcmd", "-U", "sa", "-P", "hunter2"),
  command(true, "--basic-auth=admin:hunter2"),
  command(true, "--cookie-secret=abc"),
  command(true, "--encryption-key=abc123"),
  command(false, "curl", "-u", "$USER:$PASS", "http://localhost:8080"),
  command(false, "sh", "-c", "mysqladmin ping -h localhost -P 3306 -p$MYSQL_ROOT_PASSWORD"),
  command(false, "sh", "-c", "mysql -h db < dump.sql; mkdir -p data; ps -a; redis-cli ping"),
  command(false, "redis-cli", "-a", "$(REDIS_PASSWORD)", "ping"),
  command(true, "sshpass", "-p", "hunter2", "ssh", "db"),
  command(true, "sh", "-c", "openssl enc -aes-256-cbc -pass pass:hunter2 -in a"),
  command(false, "sshpass", "-e", "ssh", "-p", "22", "db"),
  command(false, "sh", "-c", "openssl enc -pass env:KEY -in a"),
  command(false, "--auth=0:0"),
  command(false, "--user=app:app"),
  command(false, "sh", "-c", "chown -R app:app /data; curl http://localhost:8080"),
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
  command(true, "env", "TOKEN=abc123", "app"),
  command(true, "--admin-secret", "hunter2"),
  command(true, "sh", "-c", "kubectl --token=abc123 get pods"),
  command(true, "sh", "-c", "echo hunter2 | docker login -u app --password-stdin"),
  command(true, "sh", "-c", "echo 'machine db login app password hunter2' > ~/.netrc"),
  command(true, "ldapsearch", "-x", "-w", "hunter2"),
  command(false, "sh", "-c", "echo $PASSWORD | docker login -u app --password-stdin"),
  command(false, "sh", "-c", "etcd --initial-cluster-token etcd-cluster-1"),
  command(false, "ldapsearch", "-x", "-w", "$LDAP_PASSWORD"),
  ...["X-Api-Key", "Authorization"].map((name) =>
    handler("readinessProbe", true, {
      readinessProbe: { httpGet: { path: "/", port: 80, httpHeaders: [{ name, value: "abcdef123456" }] } },
    }),
  ),
  handler("readinessProbe", true, {
    readinessProbe: { httpGet: { path: "/health?token=abcdef123456", port: 80 } },
  }),
  handler("lifecycle.preStop", true, {
    lifecycle: { preStop: { httpGet: { path: "/stop?api_key=abcdef123456", port: 80 } } },
  }),
  handler("readinessProbe", false, {
    readinessProbe: {
      httpGet: {
        path: "/health?full=true",
        port: 80,
        httpHeaders: [{ name: "Host", value: "a.example.org" }],
      },
    },
  }),
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
