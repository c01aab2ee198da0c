import { Provider } from "@pulumi/kubernetes/provider";
import { runtime } from "@pulumi/pulumi";
import type { Json } from "../../components/core/revision/revision";

/** Asks the Kubernetes provider to render; throws its own words. */
export type Render = (token: string, inputs: Readonly<Record<string, string>>) => Promise<readonly Json[]>;

/** Words that Pulumi puts before the provider's own. */
const prefix = /^.*invocation of \S+ returned an error: /s;

/**
 * Declares a provider that renders and does nothing else: it depends on nothing and knows no cluster, so that what it
 * renders is the same everywhere.
 */
export function startRenderer(): Render {
  const provider = new Provider("renderer", { kubeconfig: "{}", enableServerSideApply: true });
  return async (token, inputs) => {
    try {
      const { result } = (await runtime.invoke(token, inputs, { provider })) as { result?: readonly Json[] };
      return result ?? [];
    } catch (error) {
      throw new Error((error as Error).message.replace(prefix, "").trim(), { cause: error });
    }
  };
}
