/** The sandbox that the end-to-end tests share; another one by SLUICE_E2E_SANDBOX. */
export const sandboxName = process.env["SLUICE_E2E_SANDBOX"] ?? "e2e";
