/** Request header that selects the probe rules of one track. */
export const probeHeader = "x-sluice-probe";

/** Response header that a probe rule sets: proof that the rule is in force in the router. */
export const trackHeader = "x-sluice-track";
