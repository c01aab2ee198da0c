import { objectPath } from "../../routed-kind";
import { gatewayGroup } from "../http-route";

/** A Gateway that a route is attached to. */
export interface GatewayName {
  readonly name: string;
  readonly namespace: string;
  /** One of its listeners. @default all */
  readonly listener?: string;
  /** Port of its listeners. @default all */
  readonly port?: number;
}

/** Path of a Gateway in the API. */
export const gatewayPath = ({ namespace, name }: GatewayName): string =>
  objectPath({ group: gatewayGroup, version: "v1", resource: "gateways" }, namespace, name);
