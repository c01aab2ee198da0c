import { objectNames } from "../settings";
import type { Settings } from "../settings";
import type { GitopsPart } from "./part";

/** Note for every tool: objects that Sluice declares itself, which no other tool may apply or remove. */
export function noteOwnObjects({ app, namespace, environment }: Settings): GitopsPart {
  const { track } = objectNames(app);
  return {
    where: "in no repository that the tool applies",
    notes: [
      `Deployments ${track("stable")} and ${track("canary")} of namespace ${namespace}, and what \`sluice preview ${environment}\` lists with them, are Sluice's alone.`,
      "A tool that applies them too sets pods and weight back in the middle of a release.",
    ],
  };
}
