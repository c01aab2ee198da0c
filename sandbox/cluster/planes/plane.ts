import type { DataPlaneToolName } from "../../tools/data-planes";
import type { Definitions } from "../config/route-crds";
import type { CertificatePair } from "../config/manifests/edge-certificate";
import type { KubernetesObject } from "../network/api-client";
import type { Daemon } from "../process/daemon";
import type { DaemonContext } from "../process/daemons/context";

/** The proxy that carries a sandbox's requests, with what makes it follow routes. */
export interface DataPlane {
  /** As in `--router`. */
  readonly name: string;
  /** Proxy, its version, and the objects that it follows, for people. */
  readonly about: string;
  /** Tools besides those of every sandbox. */
  readonly tools: readonly DataPlaneToolName[];
  /** Types of its own, which must be there before it starts. */
  readonly definitions: readonly Definitions[];
  /** Ports inside the sandbox at which it takes users' requests. */
  readonly ports: { readonly http: number; readonly https: number };
  /** Endpoint of its counters; also the name of Prometheus' job. */
  readonly metrics: { readonly job: string; readonly port: number; readonly path?: string };
  /** Whether the sandbox's Gateway becomes Programmed; else nothing follows HTTPRoutes. */
  readonly hasGateway: boolean;
  /** Files among the sandbox's configuration, by name; objects as JSON. */
  files(context: DaemonContext): Readonly<Record<string, string | object>>;
  /** Programs, started once its types and objects are there. */
  daemons(context: DaemonContext): readonly Daemon[];
  /** Objects that it needs. */
  objects(certificate: CertificatePair): readonly KubernetesObject[];
}
