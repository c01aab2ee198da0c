import * as path from "node:path";
import { describeExposure } from "../../components/core/stage/exposure";
import { demo } from "./environment-file";
import type { ReleaseRun } from "./report";

/** Paragraph after each release: the decision, its evidence, and the clients' results so far. */
export function explainRelease(run: ReleaseRun, failed: number): string {
  const { version, beganSeconds, endedSeconds, ledger } = run;
  const stages = (ledger.attempt?.stages ?? []).flatMap(({ exposure, verdict }) =>
    verdict === undefined ? [] : [`  ${describeExposure({ exposure }).padStart(5)}  ${verdict.sentence}`],
  );
  const seconds = Math.round(endedSeconds - beganSeconds);
  return [
    `${version} is ${ledger.phase} after ${seconds} s; ${failed} client requests failed meanwhile`,
    ...stages,
  ].join("\n");
}

/**
 * Commands to try next in the sandbox that the demo leaves behind.
 * @param hasFirewall - the third act was played
 */
export function explainNext(name: string, root: string, hasFirewall: boolean): string {
  const { environment } = demo;
  const at = `-C ${path.relative(process.cwd(), root)}`;
  const sluice = "npx node cli/sluice.js";
  const sandbox = `--name ${name}`;
  return [
    "The sandbox stays up. To try next:",
    hasFirewall
      ? `  ${sluice} waf report ${environment} ${at}   # rules that fired, and the exclusion that would silence each`
      : `  ${sluice} demo --act waf ${name === "demo" ? "" : `${sandbox} `}                   # the third act: rules of a firewall that refuse users' requests, two to three minutes`,
    `  eval "$(${sluice} sandbox env ${sandbox})"                  # pulumi, kubectl and psql work in this shell`,
    `  curl --cacert "$SLUICE_SANDBOX_CA" --connect-to "::\${SLUICE_SANDBOX_URL#https://}" https://${demo.host}/   # the site`,
    `  ${sluice} sandbox load ${sandbox} --rate 200              # traffic, in another shell`,
    `  ${sluice} status ${environment} ${at}`,
    `  ${sluice} retry ${environment} ${at} --reason "once more"   # then: ${sluice} rollout ${environment} ${at}`,
    `  ${sluice} sandbox fault ${sandbox} --help                 # break a version while it is soaked`,
    `  ${sluice} abort ${environment} ${at} --reason "enough"`,
    `  ${sluice} sandbox down ${sandbox}`,
  ].join("\n");
}
