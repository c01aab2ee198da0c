import type { PatchOperation } from "../routers/json-patch";
import { annotationPath } from "../routers/json-patch";
import { trackLabels } from "../settings";
import { leverAnnotation } from "./service";
import type { LeverMark, Service, ServicePort } from "./service";

const targetOf = ({ port, targetPort }: ServicePort): number | string => targetPort ?? port;

/**
 * Patch operations that set the target ports. Each tests the port that was read: a writer in between wins, and the
 * Service is read again.
 */
function retarget(
  ports: readonly ServicePort[],
  target: (port: ServicePort) => number | string | undefined,
): readonly PatchOperation[] {
  return ports.flatMap((port, at): readonly PatchOperation[] => {
    const value = target(port) ?? targetOf(port);
    if (value === targetOf(port)) return [];
    return [
      { op: "test", path: `/spec/ports/${at}/port`, value: port.port },
      { op: "add", path: `/spec/ports/${at}/targetPort`, value },
    ];
  });
}

/**
 * The patch by which the canary's Service sends everything to stable's pods: selector and targetPorts of stable's
 * Service, by the number of the port, else by its name.
 */
export function renderTake(
  { metadata, spec }: Service,
  stable: Service,
  mark: Omit<LeverMark, "targetPorts">,
): readonly PatchOperation[] {
  const { ports = [] } = spec;
  const { ports: ofStable = [], selector } = stable.spec;
  const target = ({ port, name }: ServicePort): number | string | undefined => {
    const same = ofStable.find((one) => one.port === port) ?? ofStable.find((one) => one.name === name);
    return same && targetOf(same);
  };
  const targetPorts = Object.fromEntries(ports.map((one) => [one.port, targetOf(one)]));
  const value = JSON.stringify({ ...mark, targetPorts } satisfies LeverMark);
  return [
    { op: "test", path: "/spec/selector", value: spec.selector },
    { op: "replace", path: "/spec/selector", value: selector },
    ...retarget(ports, target),
    ...(metadata.annotations === undefined
      ? [{ op: "add" as const, path: "/metadata/annotations", value: {} }]
      : []),
    { op: "add", path: annotationPath(leverAnnotation), value },
  ];
}

/** The patch by which the canary's Service selects the canary's pods again, as before. */
export function renderUndo(
  { metadata, spec }: Service,
  app: string,
  mark: LeverMark | undefined,
): readonly PatchOperation[] {
  const isMarked = metadata.annotations?.[leverAnnotation] !== undefined;
  return [
    { op: "test", path: "/spec/selector", value: spec.selector },
    { op: "replace", path: "/spec/selector", value: trackLabels(app, "canary") },
    ...retarget(spec.ports ?? [], ({ port }) => mark?.targetPorts[port]),
    ...(isMarked ? [{ op: "remove" as const, path: annotationPath(leverAnnotation) }] : []),
  ];
}
