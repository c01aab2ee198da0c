import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const root = path.resolve(__dirname, "../../..");
const runner = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");

/** Message of the pack on a resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly message: string;
  readonly level: "advisory" | "mandatory" | "other";
}

/** Takes every image without a look, for those who ask about something else. */
export const anyImage = {
  "images-signed": {
    policies: [
      {
        name: "any",
        images: [{ glob: "**" }],
        authorities: [{ name: "any", static: { action: "pass" } }],
      },
    ],
  },
};

/** Resource that a test asks about. */
export interface Asked {
  readonly type: string;
  readonly name?: string;
  readonly properties: Record<string, unknown>;
}

/** The pack in a process of its own, as the engine has it. */
export interface RunningPack {
  /** From the start of its process until it said its port. */
  readonly startMilliseconds: number;
  analyze(asked: Asked): Promise<readonly Diagnostic[]>;
  analyzeStack(asked: readonly Asked[]): Promise<readonly Diagnostic[]>;
  /** Facts of the engine about its run. */
  configureStack(stack: string, preview: boolean): Promise<void>;
  configure(config: Readonly<Record<string, Record<string, unknown>>>): Promise<void>;
  info(): Promise<analyzer.AnalyzerInfo.AsObject>;
  stop(): void;
}

const urnOf = ({ type, name = "shop" }: Asked): string => `urn:pulumi:prod::sluice::${type}::${name}`;

function toDiagnostic(each: analyzer.AnalyzeDiagnostic): Diagnostic {
  const levels: Readonly<Record<number, Diagnostic["level"]>> = {
    [analyzer.EnforcementLevel.ADVISORY]: "advisory",
    [analyzer.EnforcementLevel.MANDATORY]: "mandatory",
  };
  return {
    policy: each.getPolicyname(),
    message: each.getMessage(),
    level: levels[each.getEnforcementlevel()] ?? "other",
  };
}

/** Starts the pack as Pulumi's language host does and connects to it. */
export async function startPack(env: Readonly<Record<string, string>> = {}): Promise<RunningPack> {
  const folder = path.join(root, "policies");
  const started = performance.now();
  const child = spawn(process.execPath, ["--require", "./lazy-modules.js", runner, "127.0.0.1:1", folder], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the pack ended with ${code}`)));
  });
  const startMilliseconds = performance.now() - started;
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

  const call = async <Request, Response>(
    method: (
      request: Request,
      done: (error: grpc.ServiceError | null, response: Response) => void,
    ) => unknown,
    request: Request,
  ): Promise<Response> =>
    await new Promise((resolve, reject) => {
      method.call(client, request, (error, response) => (error ? reject(error) : resolve(response)));
    });

  return {
    startMilliseconds,
    async analyze(asked) {
      const request = new analyzer.AnalyzeRequest();
      request.setType(asked.type);
      request.setName(asked.name ?? "shop");
      request.setUrn(urnOf(asked));
      request.setProperties(Struct.fromJavaScript(asked.properties as never));
      request.setOptions(new analyzer.AnalyzerResourceOptions());
      const response = await call<analyzer.AnalyzeRequest, analyzer.AnalyzeResponse>(client.analyze, request);
      return response.getDiagnosticsList().map(toDiagnostic);
    },
    async analyzeStack(list) {
      const request = new analyzer.AnalyzeStackRequest();
      for (const asked of list) {
        const resource = new analyzer.AnalyzerResource();
        resource.setType(asked.type);
        resource.setName(asked.name ?? "shop");
        resource.setUrn(urnOf(asked));
        resource.setProperties(Struct.fromJavaScript(asked.properties as never));
        resource.setOptions(new analyzer.AnalyzerResourceOptions());
        request.addResources(resource);
      }
      const response = await call<analyzer.AnalyzeStackRequest, analyzer.AnalyzeResponse>(
        client.analyzeStack,
        request,
      );
      return response.getDiagnosticsList().map(toDiagnostic);
    },
    async configureStack(stack, preview) {
      const request = new analyzer.AnalyzerStackConfigureRequest();
      request.setStack(stack);
      request.setProject("sluice");
      request.setDryRun(preview);
      await call<analyzer.AnalyzerStackConfigureRequest, unknown>(client.configureStack as never, request);
    },
    async configure(config) {
      const request = new analyzer.ConfigureAnalyzerRequest();
      for (const [policy, properties] of Object.entries(config)) {
        const own = new analyzer.PolicyConfig();
        own.setEnforcementlevel(analyzer.EnforcementLevel.MANDATORY);
        own.setProperties(Struct.fromJavaScript(properties as never));
        request.getPolicyconfigMap().set(policy, own);
      }
      await call<analyzer.ConfigureAnalyzerRequest, unknown>(client.configure as never, request);
    },
    async info() {
      const { Empty } = require("google-protobuf/google/protobuf/empty_pb") as {
        Empty: new () => unknown;
      };
      const response = await call<unknown, analyzer.AnalyzerInfo>(
        client.getAnalyzerInfo as never,
        new Empty(),
      );
      return response.toObject();
    },
    stop() {
      client.close();
      child.kill();
    },
  };
}
