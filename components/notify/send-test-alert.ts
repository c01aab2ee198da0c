import { randomBytes } from "node:crypto";
import { makeSilence, makeTestAlert, readShownAlert } from "../core/preflight/test-alert/alert";
import type { ShownAlert, TestAlertPlace } from "../core/preflight/test-alert/alert";
import type { TestAlertFact, TestAlertSettings } from "../core/preflight/test-alert/settings";
import { openWatch } from "./watch-test-alert";

/** Way to an Alertmanager. */
export interface AlertmanagerWay {
  /** Whether any of several may answer, as behind a Service; a URL is looked at. @default false */
  readonly isShared?: boolean;
  /**
   * Sends one request.
   * @param body - JSON
   * @throws {Error} where there is no answer, in words for people
   */
  ask(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: object,
  ): Promise<{ status: number; body: string }>;
}

/** Arguments of {@link sendTestAlert}. */
export interface TestAlertOptions {
  readonly settings: TestAlertSettings;
  readonly place: TestAlertPlace;
  readonly way: AlertmanagerWay;
  /** Variables that the tokens of `confirm` are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Wall clock, seconds since the epoch. */
  readonly now: () => number;
}

/** An answer that cannot be used, in words for people. */
class AwayError extends Error {}

const hour = 3600;

/**
 * Refuses several Alertmanagers behind one address: a silence that the first one took, the second does not know yet.
 * @returns answer of `/status`
 */
async function askStatus(
  ask: (method: "GET", path: string) => Promise<unknown>,
  isShared: boolean,
): Promise<unknown> {
  const asked = [await ask("GET", "/status"), await ask("GET", "/status")];
  const clusters = asked.map((one) => Object(Object(one).cluster) as { name?: string; peers?: unknown });
  const [first, second] = clusters;
  const count = Array.isArray(first?.peers) ? first.peers.length : 0;
  if (count > 1 && (isShared || first?.name !== second?.name))
    throw new AwayError(
      `one of ${count} Alertmanagers at each request; name one of them, as pod://NAMESPACE/POD:PORT`,
    );
  return asked[0];
}

function openApi(way: AlertmanagerWay) {
  const ask = async (method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown> => {
    const answer = await way.ask(method, `/api/v2${path}`, body).catch((error: Error) => {
      throw new AwayError(`${method} ${path}: ${error.message}`);
    });
    if (answer.status !== 200) {
      const said = answer.body.trim().slice(0, 200);
      throw new AwayError(`${method} ${path}: HTTP ${answer.status}${said === "" ? "" : `: ${said}`}`);
    }
    try {
      return answer.body.trim() === "" ? undefined : JSON.parse(answer.body);
    } catch {
      throw new AwayError(`${method} ${path}: an answer that is no JSON; is it an Alertmanager?`);
    }
  };
  const show = async (id: string): Promise<(ShownAlert & { readonly updatedAt: string }) | undefined> => {
    const found = await ask("GET", `/alerts?filter=${encodeURIComponent(`sluice_test_id="${id}"`)}`);
    const shown = readShownAlert(found);
    return (
      shown && { ...shown, updatedAt: String((found as readonly { updatedAt?: unknown }[])[0]?.updatedAt) }
    );
  };
  return { ask, show };
}

/**
 * Sends a test alert and waits until it has arrived. Alertmanager is asked first where it would go, by an alert with the
 * same labels under a silence of its own, so that nobody is called whom the settings do not name. What was sent ends by
 * itself, also where this process is killed.
 */
export async function sendTestAlert({
  settings,
  place,
  way,
  environment,
  now,
}: TestAlertOptions): Promise<TestAlertFact> {
  const { receivers: allowed, labels, within } = settings;
  const { ask, show } = openApi(way);
  const post = async (id: string): Promise<ShownAlert> => {
    await ask("POST", "/alerts", [makeTestAlert(id, place, labels)]);
    const shown = await show(id);
    if (shown !== undefined) return shown;
    throw new AwayError(
      "none of the alert that it had just taken; where several share the address, name one of them",
    );
  };
  /** Ends an alert by Alertmanager's clock: this machine's may be another. */
  const end = async (id: string): Promise<boolean> => {
    const shown = await show(id);
    if (shown === undefined) return true;
    const endsAt = new Date(Date.parse(shown.updatedAt) + 1).toISOString();
    await ask("POST", "/alerts", [{ ...makeTestAlert(id, place, labels), endsAt }]);
    return (await show(id)) === undefined;
  };
  const tidy = async (id: string): Promise<boolean> => await end(id).catch(() => false);

  /** Receivers of such an alert. */
  const askRoute = async (): Promise<readonly string[]> => {
    const id = `sluice-${randomBytes(6).toString("hex")}`;
    // Alertmanager begins a silence of the past now, by its own clock.
    const made = await ask("POST", "/silences", makeSilence(id, now() - hour, now() + hour));
    const { silenceID } = Object(made) as { silenceID?: string };
    const silence = `/silence/${String(silenceID)}`;
    const { status } = Object(await ask("GET", silence)) as { status?: { state?: string } };
    if (status?.state !== "active") throw new AwayError("a silence that is not active");
    try {
      return (await post(id)).receivers;
    } finally {
      // Without its end the alert stays silent until it ends by itself.
      if (await tidy(id)) await ask("DELETE", silence).catch(() => undefined);
    }
  };

  try {
    const status = await askStatus(ask, way.isShared === true);
    const receivers = await askRoute();
    if (receivers.length === 0 || receivers.some((name) => !allowed.includes(name)))
      return { kind: "astray", receivers, allowed };
    const look = await openWatch({ settings, status, receivers, way, environment });
    if (typeof look !== "function") return look;
    const id = `sluice-${randomBytes(6).toString("hex")}`;
    const startMs = performance.now();
    try {
      await post(id);
      for (;;) {
        const { suppressed } = (await show(id)) ?? {};
        if (suppressed !== undefined) return { kind: "suppressed", text: suppressed };
        const seconds = (performance.now() - startMs) / 1000;
        const seen = await look(id, seconds);
        // Alertmanager itself tries again where a receiver refuses.
        const isOver = (seen.kind !== "late" && seen.kind !== "failed") || seconds >= within;
        if (isOver) return seen;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    } finally {
      await tidy(id);
    }
  } catch (error) {
    if (error instanceof AwayError) return { kind: "away", text: error.message };
    throw error;
  }
}
