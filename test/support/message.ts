import type { Message } from "../../components/core/notify/message";
import { released } from "./gate";

/** A message about a release that is held at 5 %. */
export function messageOf(changes: Partial<Message> = {}): Message {
  return {
    kind: "held",
    tone: "warning",
    isReply: true,
    id: "sluice/u1/shop/prod/app/3/Held/7500",
    key: "sluice/u1/shop/prod/app/3",
    atSeconds: 7.5,
    environment: "prod",
    app: "app",
    attempt: { number: 3, kind: "release", image: released, checkout: { commit: "c0ffee", changed: false } },
    title: "app in prod: attempt 3 (release) held at 5 %",
    sentence: "Held at 5 %: 12 < 13 & more",
    measured: "at 5 % the canary failed 12 of 100 (12 %), stable 3 of 900 (0.33 %)",
    limit: "at most 1 % of requests fail",
    requests: 100,
    command: "sluice rollout prod",
    contacts: { owner: "team", onCall: "anna", runbook: "https://r", dashboards: ["https://d"] },
    ...changes,
  };
}
