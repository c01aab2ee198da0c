import * as fs from "node:fs";
import { RunEnd } from "../../components/core/run-end";
import type { CommentPlace } from "./post-comment";

type Variables = Readonly<Record<string, string | undefined>>;

/** Number of the pull request, from the event that started the workflow. */
function pullRequestNumber(eventFile: string | undefined): number {
  try {
    const event = JSON.parse(fs.readFileSync(eventFile ?? "", "utf8")) as {
      pull_request?: { number?: number };
    };
    return event.pull_request?.number ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
}

function readPlace(forge: CommentPlace["forge"], env: Variables): CommentPlace {
  return forge === "github"
    ? {
        forge,
        api: env["GITHUB_API_URL"] ?? "https://api.github.com",
        ...(env["GITHUB_GRAPHQL_URL"] ? { graphql: env["GITHUB_GRAPHQL_URL"] } : {}),
        project: env["GITHUB_REPOSITORY"] ?? "",
        request: pullRequestNumber(env["GITHUB_EVENT_PATH"]),
        token: env["GITHUB_TOKEN"] ?? "",
      }
    : {
        forge,
        api: env["CI_API_V4_URL"] ?? "https://gitlab.com/api/v4",
        project: env["CI_PROJECT_ID"] ?? "",
        request: Number(env["CI_MERGE_REQUEST_IID"] ?? Number.NaN),
        token: env["SLUICE_GITLAB_TOKEN"] ?? "",
      };
}

const sources = {
  github: ["GITHUB_REPOSITORY", "GITHUB_EVENT_PATH of a pull_request", "GITHUB_TOKEN"],
  gitlab: ["CI_PROJECT_ID", "CI_MERGE_REQUEST_IID", "SLUICE_GITLAB_TOKEN"],
} as const;

/**
 * Place to comment, from the variables that the forge gives its jobs.
 * @throws {RunEnd} with exit code 2, naming every variable that is missing
 */
export function findPlace(forge: string, env: Variables): CommentPlace {
  if (forge !== "github" && forge !== "gitlab") {
    throw new RunEnd("usage", `Cannot post the comment: --post must be github or gitlab: got "${forge}"`);
  }
  const place = readPlace(forge, env);
  const [project, request, token] = sources[forge];
  const missing = [
    place.project === "" ? project : "",
    Number.isInteger(place.request) && place.request > 0 ? "" : request,
    place.token === "" ? token : "",
  ].filter((name) => name !== "");
  if (missing.length === 0) return { ...place, api: place.api.replace(/\/+$/, "") };
  throw new RunEnd("usage", {
    text: `Cannot post the comment: ${missing.join(", ")} must be set: got nothing`,
    fix: "run it in a job of the request",
  });
}
