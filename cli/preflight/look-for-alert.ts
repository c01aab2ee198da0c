import type { Cluster } from "../../components/cluster/api";
import { parseAlertmanager } from "../../components/core/preflight/test-alert/address";
import type { TestAlertFact, TestAlertSettings } from "../../components/core/preflight/test-alert/settings";
import { sendHttp } from "../../components/http/client";
import { readNamed } from "../../components/http/read-named";
import { redact } from "../../components/http/redact";
import { sendTestAlert } from "../../components/notify/send-test-alert";
import type { AlertmanagerWay } from "../../components/notify/send-test-alert";
import type { Environment } from "../environment";

/** Longest time of one request, milliseconds, and longest answer, bytes. */
const [timeoutMs, maxBytes] = [5000, 16 * 1024 * 1024];

/** Way to the Alertmanager of the settings: by the API server's proxy, or by HTTP. */
function openWay(
  cluster: Pick<Cluster, "raw">,
  { alertmanager, tokenFrom }: TestAlertSettings,
): AlertmanagerWay {
  const address = parseAlertmanager(alertmanager);
  if (address.kind === "service") {
    const { proxyPath } = address;
    return {
      isShared: !alertmanager.startsWith("pod:"),
      ask: async (method, path, body) =>
        await cluster.raw(method, proxyPath + path, { body, timeoutMs, maxBytes, accept: "*/*" }),
    };
  }
  const { url } = address;
  const key = "preflight.testAlert.tokenFrom";
  const named = { action: "send a test alert", key, content: "a bearer token" };
  return {
    ask: async (method, path, body) => {
      const token = tokenFrom && readNamed({ ...named, name: tokenFrom }, process.env);
      const headers = {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const request = { url: url + path, method, headers, timeoutMs, maxBytes };
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await sendHttp({ ...request, ...content }).catch((error: Error) => {
        throw new Error(redact(error.message));
      });
      return { status: answer.status, body: answer.body.toString("utf8") };
    },
  };
}

/**
 * Sends the test alert of the settings, and looks for its arrival.
 * @returns undefined where the settings name none
 */
export async function lookForAlert({
  cluster,
  settings,
  now,
}: Environment): Promise<TestAlertFact | undefined> {
  const { preflight, environment, app, namespace } = settings;
  const testAlert = preflight?.testAlert;
  if (testAlert === undefined) return undefined;
  return await sendTestAlert({
    settings: testAlert,
    place: { environment, app, namespace },
    way: openWay(cluster, testAlert),
    environment: process.env,
    now,
  });
}
