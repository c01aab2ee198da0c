import { z } from "zod";
import { usualRefusedRatio } from "../../components/core/preflight/find-firewall";
import { findItem } from "../../components/core/preflight/items";
import { mayCarrySecrets } from "../../components/core/access/secure-address";
import { alertmanagerPattern } from "../../components/core/preflight/test-alert/address";
import { duration, list, mapping, text, told } from "../fields/field";
import { secretName } from "./token";

const ratioRule = "be above 0, at most 1";

/** A text by item of the preflight. */
const byItem = (meaning: string) =>
  told(
    meaning,
    z
      .record(z.string(), text("be a text"), { error: "be a mapping of items to texts" })
      .check((context) => {
        for (const id of Object.keys(context.value).filter((one) => findItem(one) === undefined))
          context.issues.push({
            code: "custom",
            path: [id],
            message: "be an item of docs/reference/preflight.md",
            input: id,
          });
      })
      .optional(),
    "none",
  );

const confirmRule = "be an http(s) URL without user or fragment; https where a token is sent";
const addressRule =
  'be "service://<namespace>/<service>:<port>", "pod://<namespace>/<pod>:<port>" or an http(s) URL without user, query or fragment';

const confirmSchema = mapping("preflight.testAlert.confirm[]", {
  url: told(
    "place that shows the receiver's messages; `{id}` in it stands for the alert's id, and the answer has to contain that",
    text(confirmRule, /^https?:\/\/[^\s#@]+$/),
  ),
  tokenFrom: told(
    "bearer token: names an environment variable, or by an absolute path a file",
    secretName().optional(),
    "none",
  ),
}).refine(({ url, tokenFrom }) => tokenFrom === undefined || mayCarrySecrets(url), {
  error: confirmRule,
  path: ["url"],
});

const testAlertSchema = mapping("preflight.testAlert", {
  alertmanager: told(
    "`service://<namespace>/<service>:<port>` through the API server's proxy, `pod://<namespace>/<pod>:<port>` for one of several, or an http(s) URL",
    text(addressRule, alertmanagerPattern),
  ),
  tokenFrom: told(
    "bearer token, for a URL: names an environment variable, or by an absolute path a file",
    secretName().optional(),
    "none",
  ),
  receivers: told(
    "Alertmanager's receivers that the test alert may reach; it is not sent where another one would get it",
    list(text("be the name of a receiver"), "be a list of receivers, at least one", 1),
  ),
  labels: told(
    'labels of the alert besides `alertname: SluiceTestAlert`, `sluice_test: "true"`, `sluice_test_id`, `environment`, `app` and `namespace`',
    z
      .record(text("be the name of a label", /^[A-Za-z_]\w*$/), text("be a text"), {
        error: "be a mapping of labels to texts",
      })
      .default({}),
    "`severity: info`",
  ),
  confirm: told(
    "places where the receivers show what they got",
    list(confirmSchema, "be a list of places").default([]),
    "Alertmanager's own counters",
  ),
  within: told("longest time until it has arrived", duration("10m").prefault("1m")),
}).refine(({ alertmanager, tokenFrom }) => tokenFrom === undefined || alertmanager.startsWith("https:"), {
  error: "be an https URL, since a token is sent",
  path: ["alertmanager"],
});

/** `sluice:preflight`: what the preflight of this service is about. */
export const preflightSchema = mapping("preflight", {
  notApplicable: byItem("items that are not about this service, each with the reason"),
  owners: byItem("who answers for an item, where it is not who the list names"),
  refusedRatio: told(
    "largest share of stable's requests of the last 24 h that the firewall in its pods may refuse, or would in mode `detect`, for the item `waf`",
    z.number({ error: ratioRule }).gt(0, { error: ratioRule }).max(1, { error: ratioRule }).optional(),
    `${usualRefusedRatio}`,
  ),
  testAlert: told(
    "[a test alert](../how-to/preflight.md#the-test-alert) that every preflight sends to named receivers",
    testAlertSchema.optional(),
    "none is sent: the item `alerts` waits for a person",
  ),
});
