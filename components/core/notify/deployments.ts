import type { MessageKind } from "./meanings";
import type { Message } from "./message";
import type { GithubSettings, GitlabSettings } from "./settings";
import { jsonCall, readByStatus } from "./sink";
import type { Sink } from "./sink";

/** Longest description of GitHub, characters. */
const longest = 140;

const ofGithub: Readonly<Partial<Record<MessageKind, string>>> = {
  started: "queued",
  promoted: "success",
  aborted: "failure",
  "not-recovered": "failure",
  recovered: "failure",
  ended: "inactive",
};

const ofGitlab: Readonly<Partial<Record<MessageKind, string>>> = {
  promoted: "success",
  aborted: "failed",
  ended: "canceled",
};

const describe = ({ sentence }: Message): string => sentence.slice(0, longest);

/**
 * Deployments of a repository of GitHub, one per attempt; an attempt whose commit is not known has none.
 * @see https://docs.github.com/rest/deployments/deployments
 */
export function githubSink({ repository, api }: GithubSettings, token: string): Sink {
  const base = `${api}/repos/${repository}/deployments`;
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  return {
    open: (message) => {
      const { environment, app, attempt } = message;
      if (attempt.checkout === undefined) return undefined;
      // Without these two it merges branches, and waits for every check of the commit.
      const plain = { auto_merge: false, required_contexts: [] };
      const payload = { app, attempt: attempt.number, image: attempt.image };
      const ref = attempt.checkout.commit;
      const body = { ref, environment, ...plain, description: describe(message), payload };
      return jsonCall("POST", base, headers, body);
    },
    tell: (message, { id }) => {
      if (id === undefined) return [];
      const state = ofGithub[message.kind] ?? "in_progress";
      return [jsonCall("POST", `${base}/${id}/statuses`, headers, { state, description: describe(message) })];
    },
    read: readByStatus,
  };
}

/**
 * Deployments of a project of GitLab, one per attempt; an attempt whose commit is not known has none.
 * @see https://docs.gitlab.com/api/deployments/
 */
export function gitlabSink({ project, ref, api }: GitlabSettings, token: string): Sink {
  const base = `${api}/projects/${encodeURIComponent(project)}/deployments`;
  const headers = { "private-token": token };
  return {
    open: ({ environment, attempt: { checkout } }) => {
      if (checkout === undefined) return undefined;
      const body = { environment, sha: checkout.commit, ref, tag: false, status: "running" };
      return jsonCall("POST", base, headers, body);
    },
    tell: ({ kind }, { id }) => {
      const status = ofGitlab[kind];
      if (id === undefined || status === undefined) return [];
      return [{ ...jsonCall("PUT", `${base}/${id}`, headers, { status }), repeatable: true }];
    },
    read: readByStatus,
  };
}
