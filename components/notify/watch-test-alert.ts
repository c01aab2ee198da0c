import { compareDeliveries, findIntegrations, readDeliveries } from "../core/preflight/test-alert/counters";
import type { Deliveries } from "../core/preflight/test-alert/counters";
import type { Confirmation, TestAlertFact, TestAlertSettings } from "../core/preflight/test-alert/settings";
import { formatDuration } from "../core/duration";
import { sendHttp } from "../http/client";
import { readNamed } from "../http/read-named";
import { redact } from "../http/redact";
import type { AlertmanagerWay } from "./send-test-alert";

/** Longest time of one request, milliseconds, and longest answer, bytes. */
const [timeoutMs, maxBytes] = [5000, 4 * 1024 * 1024];

/** Arguments of {@link openWatch}. */
export interface WatchOptions {
  readonly settings: TestAlertSettings;
  /** Answer of `/api/v2/status`. */
  readonly status: unknown;
  /** Receivers that the alert goes to. */
  readonly receivers: readonly string[];
  readonly way: AlertmanagerWay;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Looks once for the alert of an id, so many seconds after it was sent: `late` where it has not arrived yet. */
type Look = (id: string, seconds: number) => Promise<TestAlertFact>;

/** Whether a place shows the id; else the reason in words. */
async function askPlace(
  { url, tokenFrom }: Confirmation,
  id: string,
  environment: WatchOptions["environment"],
): Promise<string | undefined> {
  const key = "preflight.testAlert.confirm[].tokenFrom";
  const action = "read whether a test alert arrived";
  let token: string | undefined;
  try {
    token =
      tokenFrom === undefined
        ? undefined
        : readNamed({ action, key, name: tokenFrom, content: "a bearer token" }, environment);
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { status, body } = await sendHttp({
      url: url.replaceAll("{id}", id),
      headers,
      timeoutMs,
      maxBytes,
      cut: true,
    });
    if (status !== 200) return `HTTP ${status}`;
    return body.includes(id) ? undefined : "an answer without it";
  } catch (error) {
    return redact((error as Error).message, token === undefined ? [] : [token]);
  }
}

/** By what receivers show. */
function byPlaces({ settings: { confirm }, environment }: WatchOptions): Look {
  return async (id, seconds) => {
    const asked = await Promise.all(
      confirm.map(async (one) => ({
        host: new URL(one.url).host,
        problem: await askPlace(one, id, environment),
      })),
    );
    const missing = asked.filter(({ problem }) => problem !== undefined);
    if (missing.length === 0) {
      const hosts = asked.map(({ host }) => host).join(", ");
      return { kind: "arrived", text: `${hosts} shows it`, seconds };
    }
    const told = missing.map(({ host, problem }) => `${host} gives ${problem}`).join(", ");
    return { kind: "late", text: `${told} after ${formatDuration(Math.max(1, seconds))}` };
  };
}

function parseConfiguration(status: unknown): unknown {
  const { config } = Object(status) as { config?: { original?: string } };
  const { parse } = require("yaml") as typeof import("yaml");
  try {
    return parse(config?.original ?? "");
  } catch {
    return undefined;
  }
}

/** By Alertmanager's own counters. */
async function byCounters({ settings, status, receivers, way }: WatchOptions): Promise<Look | TestAlertFact> {
  const read = async (): Promise<Deliveries | string> => {
    try {
      const { status: code, body } = await way.ask("GET", "/metrics");
      if (code !== 200) return `/metrics: HTTP ${code}`;
      const found = readDeliveries(body, receivers);
      return Object.keys(found).length === 0 ? "/metrics has no counters of notifications" : found;
    } catch (error) {
      return `/metrics: ${(error as Error).message}`;
    }
  };
  const before = await read();
  if (typeof before === "string") return { kind: "uncounted", text: before };
  const wanted = findIntegrations(parseConfiguration(status), receivers);
  if (wanted === undefined)
    return { kind: "uncounted", text: "its configuration does not show the receivers" };
  if (wanted.length === 0) {
    const empty = receivers.map((name) => `${name}, which sends nowhere`);
    return { kind: "astray", receivers: empty, allowed: settings.receivers };
  }
  return async (_, seconds) => {
    const now = await read();
    if (typeof now === "string") return { kind: "uncounted", text: now };
    const { kind, text } = compareDeliveries(before, now, wanted);
    return kind === "waiting"
      ? { kind: "late", text: `${text} after ${formatDuration(Math.max(1, seconds))}` }
      : { kind, text, seconds };
  };
}

/**
 * Opens the watch for a test alert, before it is sent.
 * @returns the fact itself where there is nothing to wait for
 */
export async function openWatch(options: WatchOptions): Promise<Look | TestAlertFact> {
  return options.settings.confirm.length > 0 ? byPlaces(options) : await byCounters(options);
}
