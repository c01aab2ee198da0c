/** Request header that selects the probe rules of one track. */
export const probeHeader = "x-sluice-probe";

/** Response header that a probe rule sets: proof that the rule is in force in the router. */
export const trackHeader = "x-sluice-track";

/** Name of a probe rule, where the rule that it is like has one: policies of others may be for a rule by its name. */
export const probeName = (name: string | undefined, who: string): { readonly name?: string } =>
  name === undefined ? {} : { name: `${name}-${who}-probe` };
