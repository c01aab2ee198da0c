import { createRegistryClient } from "../../../../policies/images/registry/client";
import type { Credentials } from "../../../../policies/images/registry/credentials";
import { parseReference } from "../../../../components/core/images/reference";
import { startOciRegistry, type OciRegistry } from "../../../support/oci/registry";

const user = { name: "shop", password: "s3cret-password", refresh: "s3cret-refresh" };
const old: Credentials = { kind: "password", username: "shop", password: "old-password" };
let registry: OciRegistry;

beforeAll(async () => {
  registry = await startOciRegistry({ auth: "bearer", user });
});
afterAll(() => registry.close());

/** Asks with an old password for something that is not there; the token service lets everybody in, or nobody. */
async function ask(isPublic: boolean): Promise<unknown> {
  registry.options.fault = (request, response) => {
    const { authorization } = request.headers;
    if (request.url?.startsWith("/token") === true && authorization === undefined) {
      response.writeHead(isPublic ? 200 : 401).end('{"token":"for-everybody"}');
      return true;
    }
    if (authorization !== "Bearer for-everybody") return false;
    response.writeHead(404).end();
    return true;
  };
  const client = createRegistryClient({ findCredentials: () => Promise.resolve(old), timeoutMs: 2000 });
  return await client
    .manifest(parseReference(`${registry.host}/acme/shop`), "v1")
    .catch((error: unknown) => error);
}

test("an old password does not hide what everybody may read", async () => {
  expect(await ask(true)).toBeUndefined();
});

test("where nobody may read without credentials their refusal is told, without them", async () => {
  const error = await ask(false);
  expect(error).toMatchObject({ code: "unauthorized" });
  expect(String(error)).not.toContain("old-password");
});
