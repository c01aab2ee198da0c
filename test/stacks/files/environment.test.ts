import { ConfigError } from "../../../stacks/config-error";
import { configFiles, readEnvironment } from "../../../stacks/files/environment";
import { parseStackName } from "../../../stacks/name";
import { configWith, fileWith, leastFile } from "../../support/environment";

const stage = parseStackName("prod-canary-5");

/** Texts of the refusal's problems. */
function problems(keys: Record<string, string | undefined>): readonly string[] {
  try {
    configWith(keys);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ text }) => text);
  }
  throw new Error("was accepted");
}

describe("readEnvironment()", () => {
  test("needs nothing but cluster, app, image, host and Prometheus", () => {
    expect(configWith()).toMatchObject({
      app: { name: "scholarlink", port: 8080, replicas: 2 },
      strategy: "canary",
      traffic: { router: "gateway", scheme: "https" },
      analysis: { source: "traefik", interval: 5, noDataTimeout: 120 },
    });
  });

  test("hands problems that an abort can do without to who asks for them, and throws the others", () => {
    const read = (keys: Record<string, string>) => {
      const ignored: string[] = [];
      const texts = { "Pulumi.prod.yaml": fileWith(keys) };
      const ignore = ({ message }: Error): void => void ignored.push(message);
      const config = readEnvironment(parseStackName("prod"), texts, { ignore });
      return { config, ignored };
    };
    const { config, ignored } = read({ stages: "[]" });
    expect(config).not.toHaveProperty("stages");
    expect(ignored).toEqual([expect.stringContaining("sluice:stages must be")]);
    expect(() => read({ cluster: "{}" })).toThrow(ConfigError);
    expect(read({}).ignored).toEqual([]);
  });

  test("reads an environment's file for a base stack, and the stage's own beside it for a stage", () => {
    expect(configFiles(parseStackName("prod"))).toEqual(["Pulumi.prod.yaml"]);
    expect(configFiles(stage)).toEqual(["Pulumi.prod.yaml", "Pulumi.prod-canary-5.yaml"]);
  });

  test("lets a key of the stage's own file win whole", () => {
    const own = "config:\n  sluice:analysis: { prometheus: 'http://other:9090' }\n";
    const shared = fileWith({ analysis: "{ prometheus: 'http://shared:9090', noDataTimeout: 5m }" });
    const config = readEnvironment(stage, { "Pulumi.prod.yaml": shared, "Pulumi.prod-canary-5.yaml": own });
    expect(config.analysis).toMatchObject({ prometheus: "http://other:9090", noDataTimeout: 120 });
    expect(config.app.name).toBe("scholarlink");
  });

  test("names the file in which a wrong key stands", () => {
    const texts = {
      "Pulumi.prod.yaml": leastFile,
      "Pulumi.prod-canary-5.yaml": "config:\n  sluice:stages: 5\n",
    };
    expect(() => readEnvironment(stage, texts)).toThrow("got 5 (Pulumi.prod-canary-5.yaml)");
  });

  test("takes a stage's file without configuration for none", () => {
    const texts = {
      "Pulumi.prod.yaml": leastFile,
      "Pulumi.prod-canary-5.yaml": "encryptionsalt: v1:abc\n",
    };
    expect(readEnvironment(stage, texts).app.name).toBe("scholarlink");
    expect(readEnvironment(stage, { ...texts, "Pulumi.prod-canary-5.yaml": "" }).app.name).toBe(
      "scholarlink",
    );
  });

  test("leaves keys of others alone", () => {
    const text = `${leastFile}  kubernetes:context: x\nencryptionsalt: v1:abc\n`;
    expect(readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": text }).app.name).toBe(
      "scholarlink",
    );
  });

  test("says which environments there are where the file is missing", () => {
    const read = (known: string[]) => readEnvironment(parseStackName("prdo"), {}, { known });
    expect(() => read(["prod", "staging"])).toThrow(
      'Cannot read environment "prdo": Pulumi.prdo.yaml must exist: got only those of prod, staging\n  → make it with "sluice init"',
    );
    expect(() => read([])).toThrow(/make it with "sluice init", or name the folder of the project with -C$/);
  });

  test.each([
    { name: "no YAML", text: "config: [", message: "the file must be YAML: got" },
    { name: "no mapping", text: "just text", message: 'got "just text" (Pulumi.prod.yaml)' },
    {
      name: "no mapping of keys",
      text: "config: []",
      message: 'config must be a mapping with keys such as "sluice:app": got []',
    },
  ])("refuses a file with $name", ({ text, message }) => {
    expect(() => readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": text })).toThrow(message);
  });

  test("collects every problem in one message", () => {
    const found = problems({
      cluster: undefined,
      app: "{ name: Scholar }",
      stagse: "[]",
      stages: "[{ weight: 0 }]",
    });
    expect(found).toHaveLength(4);
  });

  test("refuses a silence that is shorter than a tick", () => {
    const analysis = "{ prometheus: 'http://p', parameters: { gapSeconds: 1 } }";
    expect(problems({ analysis })).toEqual([
      "sluice:analysis.parameters.gapSeconds must be at least one tick of 5 s: got 1 (Pulumi.prod.yaml)",
    ]);
  });

  test("refuses an encrypted value where a plain one would be accepted", () => {
    const found = problems({ app: "{ name: scholarlink, env: { secure: 'v1:abc' } }" });
    expect(found).toEqual([expect.stringContaining('sluice:app.env must not be encrypted ("secure:")')]);
  });

  test("refuses an encrypted value by name, whatever it would have been", () => {
    const found = problems({
      traffic: "{ host: { secure: 'v1:abc' } }",
      app: "{ name: scholarlink, env: { secure: 'v1:def' }, args: [{ secure: 'v1:ghi' }] }",
      other: "{ secure: 'v1:jkl' }",
    });
    expect(found.map((line) => line.split(" must ")[0] ?? "").toSorted(Intl.Collator().compare)).toEqual([
      "sluice:app.args[0]",
      "sluice:app.env",
      "sluice:other",
      "sluice:traffic.hosts[0]",
    ]);
    for (const line of found) {
      expect(line).toContain('must not be encrypted ("secure:") (Pulumi.prod.yaml)');
      expect(line).not.toContain("v1:");
    }
  });
});
