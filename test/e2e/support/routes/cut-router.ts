import { execFileSync } from "node:child_process";
import path from "node:path";
import { PORTS } from "../../../../sandbox/cluster/network/addresses";
import { toEnterArgs } from "../../../../sandbox/cluster/lifecycle/enter";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";

const table = ["inet", "e2e-router"] as const;

/**
 * Stops the router's control plane: its proxy goes on with the routes that it has, and hears of no change. Its clients
 * find out after 5 minutes only (`planTraefik` says so) and would connect again.
 * @returns the function that lets it hear of changes again
 */
export function cutRouter(sandbox: Sandbox): () => void {
  const inside = (...command: readonly string[]): string =>
    execFileSync("nsenter", toEnterArgs(sandbox, command), { encoding: "utf8" });
  const nft = (...words: readonly string[]): string => inside(path.join(sandbox.binDir, "nft"), ...words);
  const sockets = inside("ss", "-tnpH", `dport = :${PORTS.api}`)
    .split("\n")
    .filter((line) => line.includes('"traefik"'));
  const ports = sockets.flatMap((line) => /\d+(?=\s+\S+:6443\s)/.exec(line)?.[0] ?? []);
  if (ports.length === 0)
    throw new Error("Cannot cut the router off: it has no connection to the API server");
  nft("add", "table", ...table);
  nft("add", "chain", ...table, "out", "{ type filter hook output priority 0; }");
  const set = `{ ${ports.join(", ")} }`;
  nft("add", "rule", ...table, "out", `tcp dport ${PORTS.api} tcp sport ${set} drop`);
  nft("add", "rule", ...table, "out", `tcp sport ${PORTS.api} tcp dport ${set} drop`);
  return () => void nft("delete", "table", ...table);
}
