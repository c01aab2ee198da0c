import type { Writer } from "../live";
import { findFighter } from "./fighters";

/** Last writer of a route's rules, as a clause; a tool that writes them again and again is named. */
export function describeWriter(writer: Writer | undefined): string {
  const tool = writer === undefined ? undefined : findFighter(writer.manager)?.tool;
  const named = tool === undefined ? "" : ` (${tool}, which writes them again and again)`;
  const who = writer === undefined ? "an unknown writer" : `${writer.manager}${named} at ${writer.at}`;
  return `the rules were last written by ${who}`;
}

/**
 * Way out where another writer moved traffic.
 * @param back - weight that the writer may set again, for people; absent: none would settle it
 */
export function explainWayOut(environment: string, writer: Writer | undefined, back?: string): string {
  const fighter = writer === undefined ? undefined : findFighter(writer.manager);
  const first =
    fighter === undefined
      ? ""
      : `\`sluice gitops ${fighter.argument} ${environment}\` writes what ${fighter.tool} has to leave alone; then `;
  const second = back === undefined ? "" : `set the weight back to ${back}, or `;
  return `${first}${second}\`sluice abort ${environment}\` puts all traffic on stable`;
}
