import type { Writer, ZeroKind } from "../live";
import type { ObjectMeta } from "../object-meta";
import { findWriter } from "../routers/read-marks";
import { trackLabels } from "../settings";
import type { Settings } from "../settings";

/** A Service as far as it is read here. */
export interface Service {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
    readonly internalTrafficPolicy?: string;
    readonly externalTrafficPolicy?: string;
  };
}

/** One port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  /** @default `port` */
  readonly targetPort?: number | string;
}

/** Annotation on the canary's Service while the second lever of an abort is taken: JSON of {@link LeverMark}. */
export const leverAnnotation = "sluice.dev/lever";

/** Reason why a Service that carries users' requests to the canary was pointed at stable's pods. */
export interface LeverMark {
  readonly kind: ZeroKind;
  /** One sentence for people. */
  readonly reason: string;
  /** Reason why the route alone was not enough. */
  readonly because: string;
  readonly atSeconds: number;
  /** Ports as they were before, by number. */
  readonly targetPorts: Readonly<Record<string, number | string>>;
}

/**
 * Pods that the canary's Service sends requests to.
 * - `canary`: the canary's pods, as it was created
 * - `stable`: stable's pods: the second lever stands, whoever took it
 * - `other`: another owner's selection
 * - `missing`: there is no such Service
 */
export type Lever =
  | { readonly kind: "canary" | "missing" }
  | {
      readonly kind: "stable";
      readonly service: string;
      /** Absent where no run of Sluice took it. */
      readonly mark?: LeverMark;
      readonly writer?: Writer;
    }
  | {
      readonly kind: "other";
      readonly service: string;
      readonly selector: string;
      readonly writer?: Writer;
    };

const render = (selector: Readonly<Record<string, string>> = {}): string =>
  Object.entries(selector)
    .map(([label, value]) => `${label}=${value}`)
    .toSorted()
    .join(",");

function parseMark({ annotations = {} }: ObjectMeta): LeverMark | undefined {
  try {
    const mark = JSON.parse(annotations[leverAnnotation] ?? "") as Partial<LeverMark>;
    const { kind, reason, because = "", atSeconds = 0, targetPorts = {} } = mark;
    return typeof kind === "string" && typeof reason === "string"
      ? { kind, reason, because, atSeconds, targetPorts }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Reads whom the canary's Service selects. */
export function readLever(service: Service | undefined, { app }: Pick<Settings, "app">): Lever {
  if (service === undefined) return { kind: "missing" };
  const { metadata, spec } = service;
  const selector = render(spec.selector);
  if (selector === render(trackLabels(app, "canary"))) return { kind: "canary" };
  const writer = findWriter(metadata, "selector");
  const by = { service: metadata.name, ...(writer === undefined ? {} : { writer }) };
  if (selector !== render(trackLabels(app, "stable"))) return { kind: "other", selector, ...by };
  const mark = parseMark(metadata);
  return { kind: "stable", ...by, ...(mark === undefined ? {} : { mark }) };
}
