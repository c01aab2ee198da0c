import { explainEvents } from "../../../../components/core/workload/explain-events";
import type { ObjectEvent } from "../../../../components/core/workload/explain-events";

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const event = (name: string, seconds: number, reason?: string, message?: string): ObjectEvent => ({
  involvedObject: { name },
  metadata: {},
  lastTimestamp: at(seconds),
  ...(reason === undefined ? {} : { reason }),
  ...(message === undefined ? {} : { message }),
});

test("explainEvents() tells the newest of each reason, of the Deployment and what it made", () => {
  const events = [
    event("shop-canary-abc-1", 100, "FailedMount", "old"),
    event("shop-canary-abc-2", 200, "FailedMount", 'secret "db" not found '),
    event("shop-canary", 150, "ScalingReplicaSet"),
    event("shop-canary-abc", 190, undefined, "odd"),
    event("shop-canaryx", 300, "Other", "of another"),
    event("shop-canary-abc-1", 10, "Stale", "long ago"),
    event("shop-canary-abc-1", 140, "Fourth", "too many"),
  ];
  expect(explainEvents(events, "shop-canary", 50)).toEqual([
    'FailedMount: secret "db" not found',
    "Warning: odd",
    "ScalingReplicaSet: ",
  ]);
});

test("explainEvents() goes by whatever time an Event has", () => {
  const of = (times: Partial<ObjectEvent>): ObjectEvent => ({
    involvedObject: { name: "a" },
    reason: "R",
    metadata: {},
    ...times,
  });
  const told = (one: ObjectEvent): number => explainEvents([one], "a", 50).length;
  expect(told(of({ eventTime: at(60), lastTimestamp: null }))).toBe(1);
  expect(told(of({ metadata: { creationTimestamp: at(60) } }))).toBe(1);
  expect(told(of({ eventTime: at(40) }))).toBe(0);
  expect(told(of({}))).toBe(0);
});
