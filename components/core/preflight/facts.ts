import type { CheckFact, CheckOutcome } from "../checks/spec";
import type { ProbeFact } from "../gate/probes";
import type { Checkout, Ledger } from "../ledger/ledger";
import type { LiveTrack } from "../live";
import type { AskedImage } from "../release/judge-images";
import type { TlsFinding } from "../edge/certificate";
import type { OriginFact } from "../release/judge-origin";
import type { Version } from "../revision/version";
import type { FlagsRecord } from "../flags/record";
import type { Settings } from "../settings";
import type { Reference } from "../workload/from/take/references";
import type { Verification } from "../ledger/said";
import type { WafSpec } from "../edge/waf";
import type { WayBackFact } from "./last-way-back";
import type { AskedSidecar } from "./sidecars";
import type { TemplateVolume } from "../workload/volumes";
import type { TestAlertFact } from "./test-alert/settings";
import type { MigrationSpec } from "../workload/workload";

/** Result of verifying the image by the pack's `images-signed`. */
export interface SignatureFact {
  /** Policies that the image matches, by name. */
  readonly policies: readonly string[];
  /** Whether one of them demands a signature. */
  readonly isSigned: boolean;
  /** Attestations that they demand: `provenance`, `sbom`, `vulnerabilities`, or a predicate's type. */
  readonly demanded: readonly string[];
  /** Everything that is wrong, one sentence each. */
  readonly problems: readonly string[];
}

/** Environment that comes before this one, as its ledger says. */
export interface BeforeFact {
  readonly origin: OriginFact;
  /** The last look at it there (`sluice verify`). @default none */
  readonly verified?: Verification;
  /** The last way back there. @default none that is known */
  readonly wentBack?: WayBackFact;
  /** Migrations that ran there, by image. */
  readonly migrated: NonNullable<Ledger["migrated"]>;
}

/** Decisions of stable's firewall. */
export interface FirewallFact {
  /** Mode of the release's. */
  readonly mode: WafSpec["mode"];
  /** Requests that stable's refused, or would have; absent where it counts nothing. */
  readonly refused?: number;
  /** Requests of stable; null where they could not be read. */
  readonly requests: number | null;
  /** Time that both are from. */
  readonly seconds: number;
}

/** Address that was asked; `problem` where it did not answer. */
export interface LinkFact {
  readonly url: string;
  readonly problem?: string;
}

/** Pod of stable, as it runs. */
export interface PodFact {
  readonly name: string;
  /** Names of all its containers, those that start first among them. */
  readonly containers: readonly string[];
  /** Names of those that run as long as it does. */
  readonly running: readonly string[];
  /** A container of it has run, so that its volumes are mounted. */
  readonly isMounted: boolean;
  /** Warning about a volume that could not be mounted. @default none */
  readonly trouble?: string;
}

/** Pods of stable, and what their template and namespace ask for. */
export interface PodsFact {
  readonly pods: readonly PodFact[];
  /** Names of the containers that the template itself has. */
  readonly own: readonly string[];
  readonly asked: readonly AskedSidecar[];
}

/** Volume of the release's pods. */
export interface VolumeFact extends TemplateVolume {
  /** Phase of its claim, `absent` where there is none; absent where it is no claim, or may not be read. */
  readonly phase?: string;
}

/** The app's flags in the cluster. */
export interface FlagsFact {
  readonly record: FlagsRecord;
  /** Whether the file that flagd reads is the one that Sluice wrote. */
  readonly isOwnFile: boolean;
}

/**
 * Answers that stable is asked for: ready sets, and what the first page carries. `preload` is a Strict-Transport-Security
 * that asks for the browsers' preload list, `preloadable` one that the list takes.
 */
export type AskedAnswer = "headers" | "errors" | "csp" | "html" | "preload" | "preloadable";

/** Everything that the found items of a preflight look at, plain data. */
export interface PreflightFacts {
  /** Version of the checkout. */
  readonly version: Version;
  readonly settings: Pick<
    Settings,
    "environment" | "traffic" | "contacts" | "notify" | "flags" | "preflight"
  >;
  /** Absent where the release has none. */
  readonly migration?: Pick<MigrationSpec, "reversible" | "backup" | "backupJob">;
  readonly ledger?: Ledger;
  /** Absent where `sluice:promotion.from` names none. */
  readonly before?: BeforeFact;
  /** The release's image, and stable's, with what their registry answered. */
  readonly images: readonly AskedImage[];
  /** Absent where no configuration of `images-signed` was given. */
  readonly signatures?: SignatureFact;
  /** Freeze windows in force; absent where no configuration of `freeze` was given. */
  readonly frozen?: readonly string[];
  /** Absent where git does not know. */
  readonly checkout?: Checkout;
  /** Whether the checkout has the commit that stable was released from; absent where git cannot tell. */
  readonly descent?: { readonly from: string; readonly isThere: boolean };
  /** Absent where its Deployment does not exist. */
  readonly stable?: LiveTrack;
  /** Requests through the router to stable. */
  readonly probe: ProbeFact;
  /** ConfigMaps and Secrets that the pods need; `isThere` absent where they may not be read. */
  readonly references: readonly (Reference & { readonly isThere?: boolean })[];
  /** Absent where stable's pods could not be read. */
  readonly pods?: PodsFact;
  readonly volumes: readonly VolumeFact[];
  /** `sluice:checks` of preflight and gate, stable's part; absent where none are configured. */
  readonly checks?: readonly CheckFact[];
  /** Requests of stable in the last minutes, or the reason why they cannot be counted. */
  readonly counted:
    | { readonly requests: number; readonly errors: number; readonly seconds: number }
    | { readonly problem: string };
  /** Largest share of failed requests that is allowed. */
  readonly objective: number;
  /** Answers of stable to ready sets of requests. */
  readonly answers: Readonly<Record<AskedAnswer, CheckOutcome>>;
  /** Certificates that users get; absent where probes do not go by https. */
  readonly tls?: TlsFinding;
  /** Absent where the release has none in its pods. */
  readonly firewall?: FirewallFact | { readonly problem: string };
  /** Flags of the cluster, or why they could not be read; absent where there are none yet. */
  readonly flags?: FlagsFact | { readonly problem: string };
  readonly dashboards: readonly LinkFact[];
  readonly runbook?: LinkFact;
  /** Absent where `sluice:preflight.testAlert` names no Alertmanager. */
  readonly testAlert?: TestAlertFact;
  readonly nowSeconds: number;
}
