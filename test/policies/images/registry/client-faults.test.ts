import { createRegistryClient } from "../../../../policies/images/registry/client";
import { parseReference } from "../../../../components/core/images/reference";
import { putImage } from "../../../support/oci/attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../../support/oci/registry";

const repository = "acme/shop";
const password = { kind: "password", username: "shop", password: "s3cret-password" } as const;
let registry: OciRegistry;
let image: Pointer;

beforeAll(async () => {
  registry = await startOciRegistry({});
  image = putImage(registry, repository);
});
afterAll(() => registry.close());

const open = () =>
  createRegistryClient({ findCredentials: () => Promise.resolve(password), timeoutMs: 2000 });
const at = () => parseReference(`${registry.host}/${repository}`);

test.each([408, 429, 500, 502, 503, 504])(
  "a registry that answers %s once is asked again",
  async (status) => {
    let failures = 1;
    registry.options.fault = (_, response) => {
      if (failures === 0) return false;
      failures -= 1;
      response.writeHead(status).end();
      return true;
    };
    expect((await open().manifest(at(), image.digest))?.digest).toBe(image.digest);
  },
);

test("a registry that goes on failing is asked three times, and one that asks for more time than there is once", async () => {
  let asked = 0;
  const fail = (headers: Record<string, string>): void => {
    asked = 0;
    registry.options.fault = (_, response) => {
      asked += 1;
      response.writeHead(503, headers).end();
      return true;
    };
  };
  fail({});
  await expect(open().manifest(at(), image.digest)).rejects.toThrow("it answered 503");
  expect(asked).toBe(3);
  fail({ "retry-after": "60" });
  await expect(open().manifest(at(), image.digest)).rejects.toThrow("it answered 503");
  expect(asked).toBe(1);
  registry.options.fault = () => false;
});

test("a registry that is not there is unreachable, with its address and without secrets", async () => {
  const gone = await startOciRegistry();
  await gone.close();
  await expect(open().manifest(parseReference(`${gone.host}/a`), "v1")).rejects.toMatchObject({
    code: "unreachable",
    message: expect.stringContaining(`http://${gone.host}/v2/a/manifests/v1`),
  });
});

test("a registry that breaks the connection off once is asked again", async () => {
  let failures = 1;
  registry.options.fault = (_, response) => {
    if (failures === 0) return false;
    failures -= 1;
    response.destroy();
    return true;
  };
  expect((await open().manifest(at(), image.digest))?.digest).toBe(image.digest);
  expect(failures).toBe(0);
});
