import { describeEvents } from "../../../../components/core/report/describe-events";

const event = (name: string, more: object) => ({ involvedObject: { name }, metadata: {}, ...more });

test("describeEvents() lists those of the Deployment and its pods, the newest first", () => {
  const events = [
    event("shop-canary-1", {
      reason: "BackOff",
      message: "back-off\n  restarting",
      lastTimestamp: "2026-01-01T10:00:00Z",
    }),
    event("shop-canary", { reason: "Scaled", message: "up", eventTime: "2026-01-01T11:00:00Z" }),
    event("shop-canary-2", { metadata: { creationTimestamp: "2026-01-01T09:00:00Z" } }),
    event("shop-canary-3", {}),
    event("shop-stable-1", { reason: "Killing" }),
  ];
  expect(describeEvents(events, "shop-canary")).toEqual([
    "2026-01-01T11:00:00Z shop-canary Scaled: up",
    "2026-01-01T10:00:00Z shop-canary-1 BackOff: back-off restarting",
    "2026-01-01T09:00:00Z shop-canary-2 Event: ",
    " shop-canary-3 Event: ",
  ]);
});
