/** Place of a test alert. */
export interface TestAlertPlace {
  readonly environment: string;
  readonly app: string;
  readonly namespace: string;
}

/** Alert as Alertmanager's API version 2 takes it: without times it begins now and ends by itself after `resolve_timeout`. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A test alert; what marks it as a test wins over the labels that a person chose. */
export function makeTestAlert(
  id: string,
  { environment, app, namespace }: TestAlertPlace,
  labels: Readonly<Record<string, string>>,
): PostedAlert {
  return {
    labels: {
      severity: "info",
      ...labels,
      alertname: "SluiceTestAlert",
      sluice_test: "true",
      sluice_test_id: id,
      environment,
      app,
      namespace,
    },
    annotations: {
      summary: `Test alert ${id} of sluice preflight ${environment}: nothing is wrong, nothing is to be done`,
    },
  };
}

/** Silence of one test alert. */
export function makeSilence(id: string, fromSeconds: number, untilSeconds: number): object {
  return {
    matchers: [{ name: "sluice_test_id", value: id, isRegex: false, isEqual: true }],
    startsAt: time(fromSeconds),
    endsAt: time(untilSeconds),
    createdBy: "sluice preflight",
    comment: "asks Alertmanager where a test alert would go, without sending it",
  };
}

/** Alert as Alertmanager shows it. */
export interface ShownAlert {
  readonly receivers: readonly string[];
  /** Reason that keeps it back, in words; undefined where nothing does. */
  readonly suppressed?: string;
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/**
 * Reads the answer of `/api/v2/alerts` about one alert.
 * @returns undefined where it has none
 */
export function readShownAlert(body: unknown): ShownAlert | undefined {
  const [alert] = Array.isArray(body) ? (body as readonly Record<string, unknown>[]) : [];
  if (alert === undefined) return undefined;
  const receivers = Array.isArray(alert["receivers"]) ? (alert["receivers"] as readonly unknown[]) : [];
  const status = Object(alert["status"]) as Readonly<Record<string, unknown>>;
  const by = (
    [
      ["silencedBy", "it is silenced by"],
      ["inhibitedBy", "it is inhibited by alert"],
      ["mutedBy", "it is muted by the time interval"],
    ] as const
  ).flatMap(([key, words]) => {
    const names = listOf(status[key]);
    return names.length === 0 ? [] : [`${words} ${names.join(", ")}`];
  });
  return {
    receivers: receivers.map((one) => String((Object(one) as { name?: unknown }).name)),
    ...(by.length === 0 ? {} : { suppressed: by.join("; ") }),
  };
}
