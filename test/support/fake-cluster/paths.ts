import { objectNames } from "../../../components/core/settings";
import type { Track } from "../../../components/core/track";

/** Name of the app. */
export const app = "app";
/** Its namespace. */
export const namespace = "prod";
/** Place of the Gateway API's objects. */
export const gateways = "/apis/gateway.networking.k8s.io/v1/namespaces";

/** Paths of an app's objects. */
export const paths = {
  ledger: `/api/v1/namespaces/${namespace}/configmaps/${objectNames(app).ledger}`,
  route: `${gateways}/${namespace}/httproutes/${app}`,
  service: (track: Track) => `/api/v1/namespaces/${namespace}/services/${app}-${track}`,
  deployment: (track: Track) => `/apis/apps/v1/namespaces/${namespace}/deployments/${app}-${track}`,
};
