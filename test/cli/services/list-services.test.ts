import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { demandOwnName, listServices } from "../../../cli/services/list-services";

const root = mkdtempSync(path.join(tmpdir(), "sluice-services-"));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

test("listServices() refuses a folder without any project, with the way out", async () => {
  await expect(listServices(root)).rejects.toThrow(
    /^Cannot find services in ".*": it must have Pulumi\.yaml, or folders services\/<name> that have one: got neither\n  → name another folder with -C$/u,
  );
});

test("listServices() finds those in services/ and the folder's own, with their environments", async () => {
  write("services/shop/Pulumi.yaml", "name: shop\n");
  write("services/shop/Pulumi.prod.yaml", "");
  write("services/shop/Pulumi.prod-canary-5.yaml", "");
  write("services/cart/Pulumi.yaml", "name: cart\nstackConfigDir: stacks\n");
  write("services/cart/stacks/Pulumi.staging.yaml", "");
  write("services/notes/README.md", "");
  write("services/file", "");
  write("Pulumi.yaml", "name: cluster\n");
  write("Pulumi.platform.yaml", "");
  expect(await listServices(root)).toEqual([
    { name: "cluster", root, environments: [] },
    { name: "cart", root: path.join(root, "services/cart"), environments: ["staging"] },
    { name: "shop", root: path.join(root, "services/shop"), environments: ["prod"] },
  ]);
});

test("listServices() refuses two projects of one name: one backend would take their stacks for the same", async () => {
  write("services/other/Pulumi.yaml", "name: shop\n");
  await expect(listServices(root)).rejects.toThrow(
    /name in services\/shop\/Pulumi\.yaml must differ from every other project's: got "shop", as in services\/other\/Pulumi\.yaml\n  → name the project after its app/u,
  );
});

test("demandOwnName() refuses a new service, or one that is there, with another's name; elsewhere it asks nothing", async () => {
  const at = (folder: string): string => path.join(root, folder);
  await expect(demandOwnName(at("services/new"), "cart")).rejects.toThrow(
    /^Cannot make a project in ".*new": its project's name must differ from every other's in services\/: got "cart", as in cart\/Pulumi\.yaml\n  → give it another app's name with --app$/u,
  );
  await expect(demandOwnName(at("services/shop"), "whatever")).rejects.toThrow('got "shop", as in other/');
  await demandOwnName(at("services/new"), "new");
  await demandOwnName(at("services/cart"), "cart");
  await demandOwnName(at("deploy"), "cart");
});
