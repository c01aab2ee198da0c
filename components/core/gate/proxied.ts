import type { ProbeAnswer } from "./probes";

/** Answer to a request by the API server's proxy; without one, what kept it. */
export type Proxied = { readonly status: number; readonly body: string } | { readonly problem: string };

/** Message of the API server itself, which answers in its own words where it does not reach a pod. */
function ownWords(body: string): string | undefined {
  try {
    const { kind, apiVersion, message } = JSON.parse(body) as Partial<Record<string, string>>;
    return kind === "Status" && apiVersion === "v1" ? (message ?? "no reason given") : undefined;
  } catch {
    return undefined;
  }
}

/** Answer of a pod; `away` where it is the API server that says why it did not ask one. */
export function readProxied(answer: Proxied): ProbeAnswer | { readonly away: string } {
  if ("problem" in answer) return { away: answer.problem };
  const { status, body } = answer;
  const away = ownWords(body);
  if (away !== undefined) return { away };
  return { ok: status < 500, status, ...(status < 500 ? {} : { problem: `HTTP ${status}` }) };
}
