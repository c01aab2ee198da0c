/** Facts known when an environment file is written; the user fills in the rest. */
export interface TemplateFacts {
  readonly environment: string;
  readonly context?: string;
  /** uid of namespace kube-system. */
  readonly uid?: string;
  readonly app?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly host?: string;
  readonly prometheus?: string;
  /** Environment that has to have promoted an image before. @default none */
  readonly from?: string;
}

/** Value, or an empty text with a comment that asks for it: the schema refuses it until it is filled in. */
function known(value: string | undefined, what: string): string {
  return value === undefined ? `"" # to fill in: ${what}` : JSON.stringify(value);
}

/** Renders a commented environment file. */
export function renderEnvironment(facts: TemplateFacts): string {
  const { environment, context, uid, app, namespace, image, host, prometheus, from } = facts;
  const ask = `kubectl --context ${context ?? "CONTEXT"} get namespace kube-system -o jsonpath={.metadata.uid}`;
  return `# The \`${environment}\` environment: config of the stack \`${environment}\`, and shared by every stack \`${environment}-canary-<weight>\`.
# Lines that are commented out are defaults or examples. A release changes one line, sluice:release.image.
config:
  sluice:cluster:
    context: ${known(context, "a context of the kubeconfig")}
    # ${ask}
    uid: ${known(uid, "what this command prints")}
  sluice:app:
    name: ${known(app, "the app's name, as in its objects' names")}
${namespace === undefined ? `    # namespace: ${environment}` : `    namespace: ${JSON.stringify(namespace)}`}
    # port: 8080
    # replicas: 2
    # secretEnv:
    #   DATABASE_URL: { secret: shop-database, key: url }
  sluice:release:
    # With digest; the one line that a release changes.
    image: ${known(image, "registry/app@sha256:…")}
  # sluice:stages:
  #   - { weight: 1, soak: 5m }
  #   - { weight: 5, soak: 10m }
  #   - { weight: 20, soak: 15m }
  #   - { weight: 50, soak: 15m }
  #   - { weight: 100, soak: 30m }
  sluice:traffic:
    hosts:
      - ${known(host, "the public host name")}
    # gateway: { name: gateway, namespace: gateway }
  sluice:analysis:
    # service://<namespace>/<service>:<port> goes through the API server; https://… is asked directly.
    prometheus: ${known(prometheus, "service://monitoring/prometheus:9090")}
${from === undefined ? "" : `  sluice:promotion:\n    # Takes only images that "${from}" has promoted and kept stable for so long.\n    from: ${JSON.stringify(from)}\n    # after: 1h\n`}  # sluice:migration:
  #   command: [/app, migrate]
  #   reversible: true
`;
}
