/** Named address. */
export interface Link {
  readonly name: string;
  readonly url: string;
}

/** People and places of an app, named in every message. */
export interface Contacts {
  /** Team or person that owns the app. */
  readonly owner?: string | undefined;
  /** People who are on call. */
  readonly onCall?: string | undefined;
  /** Channel where its people talk. */
  readonly channel?: string | undefined;
  /** People who are asked next. */
  readonly escalation?: string | undefined;
  /** Addresses of its dashboards. @default none */
  readonly dashboards?: readonly string[] | undefined;
  /** Address of its runbook. */
  readonly runbook?: string | undefined;
  /** Places that show an attempt's logs, traces or plots; addresses with names in braces, see `fillLinks`. @default none */
  readonly links?: readonly Link[] | undefined;
}

/** A Slack channel: one message per attempt, updated in place. */
export interface SlackSettings {
  /** Id of the channel, such as C0123456789. */
  readonly channel: string;
  /** Environment variable, or file where it is a path, with the bot's token. */
  readonly tokenFrom: string;
  readonly api: string;
}

/** A service of PagerDuty, by its integration key. */
export interface PagerdutySettings {
  readonly routingKeyFrom: string;
  readonly api: string;
}

/** An address that takes CloudEvents. */
export interface WebhookSettings {
  readonly url: string;
  /** Environment variable, or file, with the secret of the signature. */
  readonly secretFrom: string;
}

/** A Grafana whose dashboards show transitions as annotations. */
export interface GrafanaSettings {
  readonly url: string;
  readonly tokenFrom: string;
}

/** Deployments of a repository of GitHub. */
export interface GithubSettings {
  /** `owner/name`. */
  readonly repository: string;
  readonly tokenFrom: string;
  readonly api: string;
}

/** Deployments of a project of GitLab. */
export interface GitlabSettings {
  /** Number, or path with its groups. */
  readonly project: string;
  /** Branch or tag that deployments are filed under. */
  readonly ref: string;
  readonly tokenFrom: string;
  readonly api: string;
}

/** `sluice:notify`: who is told of a release; absent ones are not told. */
export interface NotifySettings {
  /** Every message is printed as well. @default false */
  readonly output?: boolean | undefined;
  readonly slack?: SlackSettings | undefined;
  readonly pagerduty?: PagerdutySettings | undefined;
  readonly webhook?: WebhookSettings | undefined;
  readonly grafana?: GrafanaSettings | undefined;
  readonly github?: GithubSettings | undefined;
  readonly gitlab?: GitlabSettings | undefined;
}
