/** Requests to receivers, by kind of integration: `slack`, `pagerduty`, `webhook`. */
export type Deliveries = Readonly<Record<string, { readonly sent: number; readonly failed: number }>>;

const names = {
  alertmanager_notification_requests_total: "sent",
  alertmanager_notification_requests_failed_total: "failed",
} as const;

const labelOf = (labels: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(labels)?.[1];

/**
 * Reads Alertmanager's counters of requests to receivers.
 * @param text - answer of `/metrics`
 * @param receivers - receivers whose messages are counted, where the counters name receivers
 */
export function readDeliveries(text: string, receivers: readonly string[]): Deliveries {
  const found: Record<string, { sent: number; failed: number }> = {};
  for (const line of text.split("\n")) {
    const [, name = "", labels = "", value = ""] = /^(\w+)\{(.*)\} (\S+)/.exec(line) ?? [];
    if (!Object.hasOwn(names, name)) continue;
    const receiver = labelOf(labels, "receiver_name");
    if (receiver !== undefined && !receivers.includes(receiver)) continue;
    const integration = labelOf(labels, "integration") ?? "";
    const own = (found[integration] ??= { sent: 0, failed: 0 });
    own[names[name as keyof typeof names]] += Number(value);
  }
  return found;
}

/**
 * Kinds of integration of receivers, by Alertmanager's own configuration: `slack` of `slack_configs`.
 * @param config - its YAML, parsed
 * @returns undefined where the configuration does not have these receivers
 */
export function findIntegrations(
  config: unknown,
  receivers: readonly string[],
): readonly string[] | undefined {
  const { receivers: all } = Object(config) as { receivers?: unknown };
  if (!Array.isArray(all)) return undefined;
  const own = (all as readonly Readonly<Record<string, unknown>>[]).filter(({ name }) =>
    receivers.includes(String(name)),
  );
  if (own.length < receivers.length) return undefined;
  const kinds = own.flatMap((one) =>
    Object.entries(one).flatMap(([key, value]) =>
      key.endsWith("_configs") && Array.isArray(value) && value.length > 0
        ? [key.slice(0, -"_configs".length)]
        : [],
    ),
  );
  return [...new Set(kinds)];
}

/** Meaning of two readings: what each kind of integration did between them. */
export type Delivered =
  | { readonly kind: "arrived" | "failed"; readonly text: string }
  | { readonly kind: "waiting"; readonly text: string };

const list = (integrations: readonly string[]): string => integrations.join(", ");

/**
 * Compares two readings of the counters.
 * @param wanted - kinds that have to be reached, at least one
 */
export function compareDeliveries(before: Deliveries, now: Deliveries, wanted: readonly string[]): Delivered {
  const rises = wanted.map((integration) => {
    const zero = { sent: 0, failed: 0 };
    const [old, young] = [before[integration] ?? zero, now[integration] ?? zero];
    const failed = young.failed - old.failed;
    return { integration, failed, good: young.sent - old.sent - failed };
  });
  const bad = rises.filter(({ good, failed }) => good <= 0 && failed > 0);
  if (bad.length > 0) {
    const told = bad.map(
      ({ integration, failed }) => `${failed} request${failed === 1 ? "" : "s"} by ${integration} failed`,
    );
    return { kind: "failed", text: list(told) };
  }
  const missing = rises.filter(({ good }) => good <= 0).map(({ integration }) => integration);
  return missing.length > 0
    ? { kind: "waiting", text: `no request by ${list(missing)}` }
    : {
        kind: "arrived",
        text: `requests by ${list(wanted)} were taken, by Alertmanager's counters of all alerts`,
      };
}
