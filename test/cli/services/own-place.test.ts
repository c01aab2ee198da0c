import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { demandOwnPlace } from "../../../cli/services/own-place";
import { loadStack } from "../../../stacks/load";
import { fileWith } from "../../support/environment";

const root = mkdtempSync(path.join(tmpdir(), "sluice-place-"));
const shop = path.join(root, "services/shop");
afterAll(() => rmSync(root, { recursive: true }));

function write(folder: string, file: string, app: string): void {
  mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, folder, "Pulumi.yaml"), `name: ${path.basename(folder)}\n`);
  writeFileSync(path.join(root, folder, file), fileWith({ app }));
}

const check = async (environment: string) => {
  const { settings } = await loadStack(shop, environment);
  await demandOwnPlace(shop, settings);
};

test("an app in a namespace is one environment's alone, within a repository", async () => {
  write("services/shop", "Pulumi.prod.yaml", "{ name: shop, namespace: shop }");
  write("services/cart", "Pulumi.prod.yaml", "{ name: cart, namespace: shop }");
  write("services/broken", "Pulumi.prod.yaml", "{}");
  await check("prod");
  write("services/shop", "Pulumi.eu.yaml", "{ name: shop, namespace: shop }");
  await expect(check("prod")).rejects.toThrow(
    /^Cannot make environment "prod": app "shop" in namespace "shop" must be of one environment: got "eu" of shop as well/u,
  );
  write("services/shop", "Pulumi.eu.yaml", "{ name: shop, namespace: shop-eu }");
  await check("eu");
  write("services/store", "Pulumi.live.yaml", "{ name: shop, namespace: shop-eu }");
  await expect(check("eu")).rejects.toThrow('got "live" of store as well');
});

test("a project outside of services/ is compared with its own environments alone", async () => {
  write("deploy", "Pulumi.prod.yaml", "{ name: shop, namespace: shop }");
  const folder = path.join(root, "deploy");
  const { settings } = await loadStack(folder, "prod");
  await demandOwnPlace(folder, settings);
});
