import { image } from "../app";

/** Checks of a page, of a Job by a command of the app's own, and of stable's Deployment, which is Available. */
export function checksWith(expect: object, command: string) {
  const job = { image: image("v2"), command: ["/scholarlink", command], deadline: "1m" };
  const stable = { apiVersion: "apps/v1", kind: "Deployment", name: "scholarlink-stable" };
  const available = { ...stable, path: "status.conditions[type=Available].status", is: "True" };
  return {
    checks: [
      { name: "page", requests: [{ url: "/", expect }] },
      { name: "smoke", job },
      { name: "ready", object: available },
    ],
  };
}
