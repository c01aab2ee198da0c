import { hideSecrets } from "../../components/core/report/hide-secrets";

/** A person's words as they are kept and told: on one line, without what looks like a secret. */
export function keepWords(text: string): string {
  return hideSecrets(text.trim().replaceAll(/\s+/g, " "), []);
}
