import {
  compareDeliveries,
  findIntegrations,
  readDeliveries,
} from "../../../../../components/core/preflight/test-alert/counters";

const metrics = (sent: number, failed: number, more = ""): string =>
  [
    "# TYPE alertmanager_notification_requests_total counter",
    `alertmanager_notification_requests_total{integration="slack"${more}} ${sent}`,
    `alertmanager_notification_requests_failed_total{integration="slack"${more}} ${failed}`,
    'alertmanager_notifications_total{integration="slack"} 99',
    'other{integration="slack"} 99',
  ].join("\n");

test("readDeliveries() counts requests by integration, and of the receivers alone where they are named", () => {
  expect(readDeliveries(metrics(5, 2), ["team"])).toEqual({ slack: { sent: 5, failed: 2 } });
  const named = `${metrics(5, 2, ',receiver_name="team"')}\n${metrics(7, 7, ',receiver_name="other"')}`;
  expect(readDeliveries(named, ["team"])).toEqual({ slack: { sent: 5, failed: 2 } });
  expect(readDeliveries("alertmanager_notification_requests_total{} 1", [])).toEqual({
    "": { sent: 1, failed: 0 },
  });
  expect(readDeliveries("<html>", [])).toEqual({});
});

test("findIntegrations() reads the kinds of the receivers' own configuration", () => {
  const receivers = [
    { name: "team", slack_configs: [{}], webhook_configs: [{}], email_configs: [] },
    { name: "pager", pagerduty_configs: [{}], slack_configs: [{}] },
    { name: "nobody" },
  ];
  expect(findIntegrations({ receivers }, ["team", "pager"])).toEqual(["slack", "webhook", "pagerduty"]);
  expect(findIntegrations({ receivers }, ["nobody"])).toEqual([]);
  expect(findIntegrations({ receivers }, ["team", "away"])).toBeUndefined();
  expect(findIntegrations(undefined, ["team"])).toBeUndefined();
});

test.each([
  ["a request of each that was taken", [1, 0, 1, 0], "arrived", "requests by slack, pagerduty were taken"],
  ["one that was taken at the second try", [2, 1, 1, 0], "arrived", "slack, pagerduty"],
  ["one that waits", [1, 0, 0, 0], "waiting", "no request by pagerduty"],
  ["one that failed", [1, 0, 2, 2], "failed", "2 requests by pagerduty failed"],
])("compareDeliveries() tells %s", (_, [slack = 0, slackBad = 0, pager = 0, pagerBad = 0], kind, text) => {
  const before = { slack: { sent: 10, failed: 4 } };
  const now = {
    slack: { sent: 10 + slack, failed: 4 + slackBad },
    pagerduty: { sent: pager, failed: pagerBad },
  };
  const told = compareDeliveries(before, now, ["slack", "pagerduty"]);
  expect(told).toEqual({ kind, text: expect.stringContaining(text) as string });
});

test("compareDeliveries() waits for an integration that has no counter", () => {
  expect(compareDeliveries({}, {}, ["slack"])).toEqual({ kind: "waiting", text: "no request by slack" });
});
