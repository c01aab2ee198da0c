import { kubectl } from "../../../access/kubectl";
import { gatewayPath } from "./gateway-name";
import type { GatewayName } from "./gateway-name";
import type { RouteSettings } from "../../foreign-rules";
import type { Need, NeedProblem } from "../../need";

interface Listener {
  readonly name: string;
  readonly protocol: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly tls?: {
    readonly mode?: string;
    readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[];
  };
}

interface Gateway {
  readonly spec: { readonly listeners?: readonly Listener[] };
}

/** Whether a listener takes requests of a host: one without a name those of all. */
function takes({ hostname }: Listener, host: string): boolean {
  if (hostname === undefined || hostname === host) return true;
  return hostname.startsWith("*.") && host.endsWith(hostname.slice(1));
}

const isChosen = ({ name, port }: Listener, gateway: GatewayName): boolean =>
  (gateway.listener === undefined || gateway.listener === name) &&
  (gateway.port === undefined || gateway.port === port);

const ends = ({ protocol, tls = {} }: Listener): boolean =>
  protocol === "HTTPS" && (tls.mode ?? "Terminate") === "Terminate";

const show = (listeners: readonly Listener[]): string =>
  listeners.length === 0
    ? "none"
    : listeners.map(({ name, protocol, hostname = "*" }) => `${name} (${protocol}, ${hostname})`).join(", ");

const showRefs = (listeners: readonly Listener[], home: string): string => {
  const refs = listeners.flatMap(({ tls }) => tls?.certificateRefs ?? []);
  return refs.map(({ name, namespace = home }) => `${namespace}/${name}`).join(", ") || "none";
};

function* judge(gateway: Gateway, name: GatewayName, settings: RouteSettings): Generator<NeedProblem> {
  const { app, namespace, traffic, cluster } = settings;
  const { host, hosts = [host], tls } = traffic;
  const what = `Gateway ${name.namespace}/${name.name}`;
  const chosen = (gateway.spec.listeners ?? []).filter((one) => isChosen(one, name));
  const secure = chosen.filter(ends);
  const fix = `the Gateway is its owner's, who adds it: ${kubectl(cluster, `-n ${name.namespace} get gateway ${name.name} -o yaml`)}`;
  const refuse = (text: string): NeedProblem => ({
    text: `Cannot serve "${app}" by https: ${what} must ${text}`,
    fix,
    end: "refused",
  });
  const unserved = hosts.filter((one) => !secure.some((listener) => takes(listener, one)));
  if (unserved.length > 0)
    yield refuse(`have a listener that ends HTTPS for ${unserved.join(" and ")}: got ${show(chosen)}`);
  else if (
    tls?.secret !== undefined &&
    !secure.some((listener) =>
      (listener.tls?.certificateRefs ?? []).some(
        (ref) => ref.name === tls.secret && (ref.namespace ?? name.namespace) === namespace,
      ),
    )
  )
    yield refuse(
      `name Secret ${namespace}/${tls.secret} in a listener's certificateRefs: got ${showRefs(secure, name.namespace)}`,
    );
  const plain = tls?.redirect?.listener;
  const isPlain = ({ name: own, protocol }: Listener): boolean => own === plain && protocol === "HTTP";
  if (plain !== undefined && !(gateway.spec.listeners ?? []).some(isPlain))
    yield refuse(
      `have a listener "${plain}" of protocol HTTP, which redirects: got ${show(gateway.spec.listeners ?? [])}`,
    );
}

/** Listener of a Gateway that ends TLS for the app's hosts with its certificate; it is read, never written. */
export function needListener(settings: RouteSettings, gateway: GatewayName): Need {
  return {
    paths: [gatewayPath(gateway)],
    judge: ([found]) => ({
      problems: found?.kind === "found" ? [...judge(found.object as Gateway, gateway, settings)] : [],
      notes: [],
    }),
  };
}
