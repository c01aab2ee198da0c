import { findForeignOwner } from "../../../../components/core/ledger/ledger-owner";

const meant = { app: "shop", environment: "prod-eu", namespace: "shops" };

test("findForeignOwner() takes the ledger of this app in this environment", () => {
  expect(findForeignOwner({ app: "shop", environment: "prod-eu" }, meant)).toBeUndefined();
});

test("findForeignOwner() refuses another environment's, also where it was renamed", () => {
  expect(findForeignOwner({ app: "shop", environment: "prod" }, meant)).toEqual({
    text: 'ConfigMap sluice-shop of namespace shops must be the ledger of app "shop" in environment "prod-eu": got that of app "shop" in environment "prod"; nothing was touched',
    fix: "give this one a namespace of its own (sluice:app.namespace); or, where prod was renamed to prod-eu, name stack and file prod again (pulumi stack rename prod)",
  });
});

test("findForeignOwner() refuses another app's", () => {
  const found = findForeignOwner({ app: "cart", environment: "prod-eu" }, meant);
  expect(found?.text).toContain('got that of app "cart" in environment "prod-eu"');
  expect(found?.fix).not.toContain("rename");
});
