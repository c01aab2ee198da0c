import type {
  Policy as PulumiPolicy,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { z } from "zod";
import { printProblem } from "../../components/core/problem";
import { collectFindings } from "./collect-findings";
import { toConfigSchema, withCommonConfig } from "./config-schema";
import type { commonConfig } from "./config-schema";
import { findExemption, isExpired } from "./exemption";
import { explainExemption, explainFinding } from "./explain-finding";
import type { CheckContext, Finding, Findings, Policy, ResourcePolicy, StackPolicy } from "./policy";
import type { PolicyMetadata } from "./policy-metadata";
import { configReader } from "./read-config";
import { readResource } from "./read-resource";
import { describeResource } from "./resource";
import type { Resource } from "./resource";

/** Configuration common to all policies. */
export type CommonConfig = z.output<typeof commonConfig>;

/** Dependencies of a defined policy. */
export interface Surroundings {
  /** Called for each check: time, stack, preview or not. */
  readonly context: () => CheckContext;
  /** Called with a policy's configuration, so that exemptions are shown even where they match nothing. */
  readonly seeConfig?: (policy: PolicyMetadata, config: CommonConfig) => void;
}

/** Violation with a level of its own, which Pulumi's library accepts at run time since 1.20 besides a text. */
type Report = (violation: { message: string; urn: string; enforcementLevel?: "advisory" }) => void;

/**
 * Converts a policy to the form that Pulumi runs: one violation per finding; unknown values advise in a preview and
 * block in an update; exemptions advise until they expire.
 */
export function definePolicy(
  policy: Policy,
  surroundings: Surroundings,
): ResourceValidationPolicy | StackValidationPolicy {
  const schema = withCommonConfig(policy.config);
  const readConfig = configReader(policy.name, schema);

  /** Runs the check with its configuration and reports its findings. */
  async function judge(
    checked: Resource | undefined,
    raw: unknown,
    report: ReportViolation,
    check: (config: never, context: CheckContext) => Findings,
  ): Promise<void> {
    const context = surroundings.context();
    const read = readConfig(raw);
    const common: CommonConfig = read.ok
      ? (read.config as CommonConfig)
      : { unknown: "block", exemptions: [] };
    if (read.ok) surroundings.seeConfig?.(policy, common);
    const findings = read.ok
      ? await collectFindings(() => check(read.config as never, context))
      : read.findings;
    for (const finding of findings) {
      (report as unknown as Report)(toViolation(finding, finding.resource ?? checked, common, context));
    }
  }

  const described: PulumiPolicy = {
    name: policy.name,
    description: policy.description,
    displayName: policy.title,
    severity: policy.severity,
    remediationSteps: policy.fix,
    enforcementLevel: policy.enforcement ?? "mandatory",
    configSchema: toConfigSchema(schema),
    ...(policy.framework === undefined ? {} : { framework: { ...policy.framework } }),
  };
  return "checkStack" in policy ? stack(policy) : single(policy);

  function single(own: ResourcePolicy): ResourceValidationPolicy {
    return {
      ...described,
      validateResource: async (args, report) => {
        const resource = readResource(args);
        if (own.applies?.(resource) === false) {
          const read = readConfig(args.getConfig());
          if (read.ok) surroundings.seeConfig?.(policy, read.config as CommonConfig);
          return;
        }
        await judge(resource, args.getConfig(), report, (config, context) =>
          own.check(resource, config, context),
        );
      },
    };
  }

  function stack(own: StackPolicy): StackValidationPolicy {
    return {
      ...described,
      validateStack: async (args, report) => {
        const resources = args.resources.map(readResource);
        await judge(undefined, args.getConfig(), report, (config, context) =>
          own.checkStack(resources, config, context),
        );
      },
    };
  }
}

/** A finding as a violation: its message, the resource it is about, and whether it only advises. */
function toViolation(
  finding: Finding,
  resource: Resource | undefined,
  config: Pick<CommonConfig, "unknown" | "exemptions">,
  context: CheckContext,
): Parameters<Report>[0] {
  const problem = explainFinding(finding, resource);
  const urn = resource?.urn ?? "";
  const advisory = { enforcementLevel: "advisory" } as const;
  const exemption =
    resource &&
    findExemption(config.exemptions, resource, describeResource(resource), finding.path, context.now);
  if (exemption !== undefined) {
    const expired = isExpired(exemption, context.now);
    const text = `${problem.text} (${explainExemption(exemption, expired)})`;
    return { message: printProblem({ ...problem, text }), urn, ...(expired ? {} : advisory) };
  }
  const advises =
    finding.advisory === true || (finding.unknown === true && context.preview && config.unknown === "advise");
  return { message: printProblem(problem), urn, ...(advises ? advisory : {}) };
}
