import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as readline from "node:readline";
import * as grpc from "@grpc/grpc-js";
import * as structproto from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";

type Properties = Record<string, unknown>;

/** Pulumi's own process for dynamic resources, spoken to as the engine does. */
export interface DynamicProvider {
  check(urn: string, olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: string[] }>;
  diff(urn: string, id: string, olds: Properties, news: Properties): Promise<boolean>;
  create(urn: string, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts it in a folder, which it takes as the folder of the program. */
export async function startDynamicProvider(
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<DynamicProvider> {
  // The engine's address: nothing listens there, progress lines are lost.
  const child = spawn(
    process.execPath,
    [require.resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:1"],
    { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const port = await new Promise<string>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the provider's process ended with ${code}`)));
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = async <Request, Response>(method: string, request: Request): Promise<Response> =>
    await new Promise<Response>((resolve, reject) => {
      const methods = client as unknown as Record<
        string,
        (request: Request, done: (error: Error | null, response: Response) => void) => void
      >;
      (methods[method] as NonNullable<(typeof methods)[string]>).call(client, request, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  const struct = (value: Properties) =>
    structproto.Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
  return {
    process: child,
    async check(urn, olds, news) {
      const request = new proto.CheckRequest();
      request.setUrn(urn);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<proto.CheckRequest, proto.CheckResponse>("check", request);
      return {
        inputs: response.getInputs()?.toJavaScript() ?? {},
        failures: response.getFailuresList().map((failure) => failure.getReason()),
      };
    },
    async diff(urn, id, olds, news) {
      const request = new proto.DiffRequest();
      request.setUrn(urn);
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<proto.DiffRequest, proto.DiffResponse>("diff", request);
      return response.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME;
    },
    async create(urn, inputs) {
      const request = new proto.CreateRequest();
      request.setUrn(urn);
      request.setProperties(struct(inputs));
      const response = await call<proto.CreateRequest, proto.CreateResponse>("create", request);
      return { id: response.getId(), outputs: response.getProperties()?.toJavaScript() ?? {} };
    },
    async stop() {
      client.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}
