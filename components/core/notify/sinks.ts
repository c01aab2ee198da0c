import { githubSink, gitlabSink } from "./deployments";
import { grafanaSink } from "./grafana";
import { pagerdutySink } from "./pagerduty";
import type { NotifySettings } from "./settings";
import type { Sink } from "./sink";
import { slackSink } from "./slack";
import { webhookSink } from "./cloud-event";

/** Name of a sink that is spoken to by HTTP. */
export type SinkName = Exclude<keyof NotifySettings, "output">;

/** A sink that the settings have. */
export interface ConfiguredSink {
  readonly name: SinkName;
  /** Key below `sluice:notify` that names its secret. */
  readonly secretKey: string;
  /** Environment variable, or file, with the secret. */
  readonly secretFrom: string;
  open(secret: string): Sink;
}

/** Sinks of the settings, in one order. */
export function listSinks(notify: NotifySettings): readonly ConfiguredSink[] {
  const { slack, pagerduty, webhook, grafana, github, gitlab } = notify;
  return [
    slack && one("slack", "tokenFrom", slack.tokenFrom, (secret) => slackSink(slack, secret)),
    pagerduty &&
      one("pagerduty", "routingKeyFrom", pagerduty.routingKeyFrom, (secret) =>
        pagerdutySink(pagerduty, secret),
      ),
    webhook && one("webhook", "secretFrom", webhook.secretFrom, (secret) => webhookSink(webhook, secret)),
    grafana && one("grafana", "tokenFrom", grafana.tokenFrom, (secret) => grafanaSink(grafana, secret)),
    github && one("github", "tokenFrom", github.tokenFrom, (secret) => githubSink(github, secret)),
    gitlab && one("gitlab", "tokenFrom", gitlab.tokenFrom, (secret) => gitlabSink(gitlab, secret)),
  ].filter((sink) => sink !== undefined);
}

function one(
  name: SinkName,
  secretKey: string,
  secretFrom: string,
  open: ConfiguredSink["open"],
): ConfiguredSink {
  return { name, secretKey, secretFrom, open };
}
