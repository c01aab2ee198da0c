import { KubeConfig, Watch } from "@kubernetes/client-node";
import type { App } from "../../test/e2e/support/app";

/** Watch that sees each write of the route as the API server sends it, within a few milliseconds. */
export interface WeightWatch {
  /** Resolves with the moment at which the canary's live weight is 0, milliseconds since the epoch. */
  zeroAtMs(): Promise<number>;
  /** The same for the first weight above 0. */
  raisedAtMs(): Promise<number>;
  close(): void;
}

interface Route {
  readonly spec: {
    readonly rules: readonly { readonly backendRefs?: readonly { readonly weight?: number }[] }[];
  };
}

/** Watches the live weight of an app; resolves once the API server has sent the present one. */
export async function watchWeight(app: App): Promise<WeightWatch> {
  const config = new KubeConfig();
  config.loadFromFile(app.sandbox.kubeconfig);
  config.setCurrentContext(app.sandbox.context);
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${app.namespace}/httproutes`;
  const first = Promise.withResolvers<void>();
  const zero = Promise.withResolvers<number>();
  const raised = Promise.withResolvers<number>();
  // The callers that wait get the error.
  zero.promise.catch(() => undefined);
  raised.promise.catch(() => undefined);
  let request: AbortController | undefined;
  let isClosed = false;
  const open = async (): Promise<void> => {
    request = await new Watch(config).watch(
      path,
      {},
      (_kind: string, route: Route) => {
        first.resolve();
        const weight =
          route.spec.rules.find(({ backendRefs = [] }) => backendRefs.length > 1)?.backendRefs?.[1]?.weight ??
          0;
        if (weight === 0) zero.resolve(Date.now());
        else raised.resolve(Date.now());
      },
      (error?: unknown) => {
        // The client ends every watch after half a minute; a new one begins with the present state.
        if ((error as Error | undefined)?.name === "TimeoutError" && !isClosed) return void open();
        const failure = new Error(`Cannot watch "${path}": the API server ended it (${String(error)})`);
        for (const waiting of [first, zero, raised]) waiting.reject(failure);
      },
    );
  };
  await open();
  await first.promise;
  return {
    zeroAtMs: async () => await zero.promise,
    raisedAtMs: async () => await raised.promise,
    close: () => {
      isClosed = true;
      request?.abort();
    },
  };
}
