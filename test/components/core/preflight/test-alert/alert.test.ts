import { parseAlertmanager } from "../../../../../components/core/preflight/test-alert/address";
import {
  makeSilence,
  makeTestAlert,
  readShownAlert,
} from "../../../../../components/core/preflight/test-alert/alert";

const place = { environment: "prod", app: "shop", namespace: "apps" };

test("a person's labels never take the mark of a test away", () => {
  const labels = { sluice_test: "false", alertname: "Down", severity: "critical", team: "shop" };
  expect(makeTestAlert("sluice-1", place, labels)).toEqual({
    labels: {
      alertname: "SluiceTestAlert",
      sluice_test: "true",
      sluice_test_id: "sluice-1",
      severity: "critical",
      team: "shop",
      ...place,
    },
    annotations: { summary: expect.stringContaining("Test alert sluice-1") as string },
  });
  expect(makeTestAlert("sluice-1", place, {}).labels["severity"]).toBe("info");
});

test("a silence is about one test alert", () => {
  expect(makeSilence("sluice-1", 0, 60)).toMatchObject({
    matchers: [{ name: "sluice_test_id", value: "sluice-1", isRegex: false, isEqual: true }],
    startsAt: "1970-01-01T00:00:00.000Z",
    endsAt: "1970-01-01T00:01:00.000Z",
  });
});

test.each([
  [{ silencedBy: ["a"], inhibitedBy: ["b", "c"] }, "it is silenced by a; it is inhibited by alert b, c"],
  [{ mutedBy: ["nights"] }, "it is muted by the time interval nights"],
  [{ silencedBy: [] }, undefined],
  [undefined, undefined],
])("readShownAlert() tells what keeps an alert back: %j", (status, suppressed) => {
  const shown = readShownAlert([{ status, receivers: [{ name: "team" }] }]);
  expect(shown).toEqual({ receivers: ["team"], ...(suppressed === undefined ? {} : { suppressed }) });
});

test("readShownAlert() finds none in an empty list, and no receivers where none are told", () => {
  expect(readShownAlert([])).toBeUndefined();
  expect(readShownAlert("<html>")).toBeUndefined();
  expect(readShownAlert([{}])).toEqual({ receivers: [] });
});

test.each([
  ["service://monitoring/am:9093", "/api/v1/namespaces/monitoring/services/am:9093/proxy"],
  ["pod://monitoring/am-0:9093", "/api/v1/namespaces/monitoring/pods/am-0:9093/proxy"],
  ["pod://monitoring/https:am-0:9093/am/", "/api/v1/namespaces/monitoring/pods/https:am-0:9093/proxy/am"],
])("parseAlertmanager() reads %s", (address, proxyPath) => {
  expect(parseAlertmanager(address)).toEqual({ kind: "service", proxyPath });
  expect(parseAlertmanager("https://am.example.org/")).toEqual({
    kind: "direct",
    url: "https://am.example.org",
  });
});
