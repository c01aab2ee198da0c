import { fillLinks, findUnknownNames, linkNames } from "../../../../components/core/report/links";

const facts = {
  app: "shop",
  environment: "prod",
  namespace: "web",
  attempt: 3,
  image: "registry/shop@sha256:ab",
  startedAtSeconds: 1_767_261_600,
  endedAtSeconds: 1_767_262_140.5,
};

const fill = (url: string): string => fillLinks([{ name: "Logs", url }], facts)[0]?.url ?? "";

test("fillLinks() puts an attempt's values in, encoded, with a minute around its time", () => {
  expect(fill("https://l/?q={namespace}/{canary}|{stable}&i={image}&a={app}.{environment}.{attempt}")).toBe(
    "https://l/?q=web/shop-canary|shop-stable&i=registry%2Fshop%40sha256%3Aab&a=shop.prod.3",
  );
  expect(fill("https://l/?from={fromMs}&to={toMs}")).toBe("https://l/?from=1767261540000&to=1767262200500");
  expect(fill("https://l/?from={from}&to={to}")).toBe(
    "https://l/?from=2026-01-01T09%3A59%3A00.000Z&to=2026-01-01T10%3A10%3A00.500Z",
  );
});

test("findUnknownNames() names what has no value; such a name, and one of every object, stays as it is", () => {
  const url = "https://l/?q={pod}&{constructor}&{app}&{}&{a b}";
  expect(findUnknownNames(url)).toEqual(["pod", "constructor"]);
  expect(fill(url)).toBe("https://l/?q={pod}&{constructor}&shop&{}&{a b}");
  expect(linkNames.flatMap((name) => findUnknownNames(`{${name}}`))).toEqual([]);
});
