import * as grpc from "@grpc/grpc-js";

type Severity = "info" | "warning";

/**
 * Writes progress to the Pulumi engine that started this provider process: a dynamic provider gets no URN and no
 * logger, but its first argument is the engine's address. Undocumented, therefore silent when it does not work.
 * @see https://github.com/pulumi/pulumi/issues/6065
 */
export function engineLog(
  urn: string,
): (text: string, options?: { severity?: Severity; ephemeral?: boolean }) => void {
  const client = connectEngine();
  let last = "";
  return (text, { severity = "info", ephemeral = false } = {}) => {
    if (client === undefined || text === last) return;
    last = text;
    client.send(urn, text, severity, ephemeral);
  };
}

interface EngineLogger {
  send(urn: string, text: string, severity: Severity, ephemeral: boolean): void;
}

let engine: EngineLogger | undefined;

function connectEngine(): EngineLogger | undefined {
  if (engine !== undefined) return engine;
  const address = process.argv[2];
  if (address === undefined || !/^[\w.[\]:-]+:\d+$/.test(address)) return undefined;
  try {
    const { EngineClient } =
      require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const proto =
      require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    engine = {
      send: (urn, text, severity, ephemeral) => {
        const request = new proto.LogRequest();
        request.setSeverity(severity === "warning" ? proto.LogSeverity.WARNING : proto.LogSeverity.INFO);
        request.setMessage(text);
        request.setUrn(urn);
        request.setEphemeral(ephemeral);
        client.log(request, () => undefined);
      },
    };
  } catch {
    return undefined;
  }
  return engine;
}
