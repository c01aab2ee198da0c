import { objectNames } from "../../settings";
import type { Settings } from "../../settings";
import { tracks } from "../../track";
import type { RouteSettings } from "../foreign-rules";
import { trackHeader } from "../gateway/probe-header";
import type { DeclaredObject } from "../router";
import { traefikGroup } from "./ingress-route";
import { declareTls, tlsOf } from "./declare-tls";
import { declareMirror } from "./mirror";
import { besideRule, configuredRule, splitRule } from "./rules";

const declareMiddleware = (
  { app, namespace }: RouteSettings,
  name: string,
  customResponseHeaders: Readonly<Record<string, string>>,
): DeclaredObject => ({
  manifest: {
    apiVersion: `${traefikGroup}/v1alpha1`,
    kind: "Middleware",
    metadata: { name, namespace, labels: { "app.kubernetes.io/name": app } },
    spec: { headers: { customResponseHeaders } },
  },
  ignore: [],
});

/** The Middlewares by which a probe rule names its track in the answer. */
const declareProofs = (settings: RouteSettings): readonly DeclaredObject[] =>
  tracks.map((track) =>
    declareMiddleware(settings, objectNames(settings.app).probe(track), { [trackHeader]: track }),
  );

/** The Middleware of the app's headers: an empty text takes one out. */
function declareHeaders(settings: RouteSettings): readonly DeclaredObject[] {
  const { app, traffic } = settings;
  if (traffic.headers === undefined) return [];
  const { set, remove } = traffic.headers;
  const all = { ...set, ...Object.fromEntries(remove.map((name) => [name, ""])) };
  return [{ ...declareMiddleware(settings, objectNames(app).headers, all), suffix: "headers" }];
}

/** The IngressRoute with all traffic on stable, unless another owner makes it, and its Middlewares. */
export function declareIngressRoute(
  settings: RouteSettings & Pick<Settings, "port" | "stages">,
  token: string,
): readonly DeclaredObject[] {
  const { app, namespace, traffic } = settings;
  const proofs = declareProofs(settings);
  if (traffic.isShared) return proofs;
  const { class: className, annotations = {}, entryPoints } = traffic.ingress ?? {};
  const rule = splitRule(configuredRule(settings), settings, 0);
  const route: DeclaredObject = {
    manifest: {
      apiVersion: `${traefikGroup}/v1alpha1`,
      kind: "IngressRoute",
      metadata: {
        name: traffic.route,
        namespace,
        labels: { "app.kubernetes.io/name": app },
        annotations,
      },
      spec: {
        ...(entryPoints === undefined ? {} : { entryPoints }),
        ...(className === undefined ? {} : { ingressClassName: className }),
        ...tlsOf(settings),
        routes: [rule, ...besideRule(rule, token, settings)],
      },
    },
    ignore: ["spec.routes"],
  };
  return [route, ...proofs, ...declareMirror(settings), ...declareTls(settings), ...declareHeaders(settings)];
}
