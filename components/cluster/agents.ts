import type * as http from "node:http";
import { openAgent } from "../http/agent";
import type { TlsOptions } from "../http/agent";

/** Connections of a former certificate may still carry calls that began with it, milliseconds. */
const graceMs = 60_000;

/** Agents of one server: a new certificate, of either side, means new connections. */
export interface Agents {
  of(tls: TlsOptions): http.Agent;
  close(): void;
}

/** Opens agents one at a time, whichever certificates are in force. */
export function openAgents(url: URL, proxy: URL | undefined): Agents {
  let present: { readonly key: string; readonly agent: http.Agent } | undefined;
  return {
    of: (tls) => {
      const key = JSON.stringify(tls);
      if (present?.key === key) return present.agent;
      const former = present?.agent;
      if (former !== undefined) setTimeout(() => former.destroy(), graceMs).unref();
      present = { key, agent: openAgent(url, { tls, proxy }) };
      return present.agent;
    },
    close: () => present?.agent.destroy(),
  };
}
