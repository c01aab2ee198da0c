/** Words for a Deployment that `kubectl rollout pause` stopped. */
export const pausedWords = "spec.paused is true, so that its pods stay as they are";

/** Command that ends the pause of a Deployment. */
export const resumeCommand = (deployment: string): string =>
  `kubectl rollout resume deployment/${deployment}`;
