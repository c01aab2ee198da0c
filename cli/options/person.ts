import * as os from "node:os";

/** Variables by which a pipeline names the person who started it. */
const byPipeline = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN"] as const;

/**
 * Person who gives a command, as far as it can be known here: the person who started the pipeline, else the account of
 * this machine. A record, no proof: what the API server lets pass is what counts.
 */
export function findPerson(env: NodeJS.ProcessEnv): string {
  const account = `${os.userInfo().username}@${os.hostname()}`;
  const name = byPipeline.map((key) => env[key]).find((value) => value !== undefined && value !== "");
  return name === undefined ? account : `${name} by ${account}`;
}
