import { asObject, asObjects } from "../json";
import type { Json } from "../revision/revision";
import { hiddenPort } from "./sidecar";

/** A port that a NetworkPolicy lets in. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: string;
}

/**
 * Ports of a track's own pods that may be connected to: those that its template declares, without the app's behind a
 * firewall, and the further ones. A track that has no firewall yet, or still, is reached where it listens.
 */
export function listOpenPorts(template: Json, further: readonly OpenPort[]): readonly OpenPort[] {
  const spec = asObject(asObject(template)["spec"]);
  const declared = asObjects(spec["containers"])
    .flatMap(({ ports }) => asObjects(ports))
    .filter(({ name, containerPort }) => name !== hiddenPort && typeof containerPort === "number")
    .map(({ containerPort, protocol }) => ({
      port: containerPort as number,
      protocol: typeof protocol === "string" ? protocol : "TCP",
    }));
  return [...declared, ...further];
}
