/** A Gateway that a route is attached to. */
export interface GatewayName {
  readonly name: string;
  readonly namespace: string;
  /** One of its listeners. @default all */
  readonly listener?: string;
  /** Port of its listeners. @default all */
  readonly port?: number;
}
