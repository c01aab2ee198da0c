import type { Ledger } from "../ledger/ledger";
import type { Problem } from "../problem";

/**
 * Reasons why `sluice:app.adopt` may not be what it is by now: the Service that was taken over must not change.
 * @param service - Service that the checkout takes over; undefined where it adopts nothing
 */
export function judgeAdoptSetting(
  ledger: Pick<Ledger, "app" | "environment" | "promoted" | "takeover"> | undefined,
  service: string | undefined,
): readonly Problem[] {
  if (ledger === undefined) return [];
  const { app, environment, promoted, takeover } = ledger;
  const subject = `Cannot take "${app}" over: sluice:app.adopt must`;
  if (takeover === undefined)
    return service === undefined || promoted.length === 0
      ? []
      : [
          {
            text: `${subject} be set before the first up: got a release that was promoted without it`,
            fix: "leave it out; of one that was ejected `pulumi destroy` removes what is left",
          },
        ];
  const { deployment, selectors } = takeover;
  if (service !== undefined && service in selectors) return [];
  return [
    {
      text: `${subject} stay ${deployment}, with Service ${Object.keys(selectors).join(" or ")}: got ${service ?? "none"}`,
      fix: `put it back; \`sluice eject ${environment}\` gives the service back`,
    },
  ];
}
