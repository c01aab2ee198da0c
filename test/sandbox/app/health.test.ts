import { connect } from "node:http2";
import { killApps, serveApp, type ServingApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let app: ServingApp;
let remove: () => void;

beforeAll(async () => {
  const unpacked = await unpackApp("v1");
  remove = unpacked.remove;
  app = await serveApp(unpacked.binary);
});
afterAll(async () => {
  await killApps();
  remove();
});

/** Answer to a gRPC probe of a kubelet: its body, and the status in its trailers. */
const check = async (): Promise<{ readonly body: string; readonly status: unknown }> => {
  const session = connect(app.adminUrl);
  try {
    return await new Promise((resolve, reject) => {
      session.on("error", reject);
      const asked = session.request({
        ":method": "POST",
        ":path": "/grpc.health.v1.Health/Check",
        "content-type": "application/grpc",
        te: "trailers",
      });
      const chunks: Buffer[] = [];
      let status: unknown;
      asked.on("data", (chunk: Buffer) => chunks.push(chunk));
      asked.on("trailers", (trailers) => (status = trailers["grpc-status"]));
      asked.on("end", () => resolve({ body: Buffer.concat(chunks).toString("hex"), status }));
      asked.on("error", reject);
      asked.end(Buffer.alloc(5));
    });
  } finally {
    session.close();
  }
};

test("a gRPC probe is told that the app serves, and that it does not", async () => {
  await expect(check()).resolves.toEqual({ body: "00000000020801", status: "0" });
  await fetch(`${app.adminUrl}/faults`, { method: "PUT", body: JSON.stringify({ unready: true }) });
  await expect(check()).resolves.toEqual({ body: "00000000020802", status: "0" });
});
