import { text } from "./field";

/** Pulumi writes a time without quotes back into the file as Go prints it: "2026-11-21 18:00:00 +0000 UTC". */
const fromPulumi = (value: string): string =>
  value.replace(/^(\S+) (\S+) ([+-]\d{2})(\d{2}) [A-Z]*$/, "$1T$2$3:$4");

/** A time with zone. */
export const time = (example: string) =>
  text(
    `be a time with zone, for example "${example}"`,
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})| \d{2}:\d{2}:\d{2} [+-]\d{4} [A-Z]*)$/,
  )
    .transform(fromPulumi)
    .refine((value) => !Number.isNaN(Date.parse(value)), { error: "be a time that exists" });

const isDay = (value: string): boolean => {
  const at = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
};

const dayRule = 'be a day such as "2027-01-31"';

/** A day of the calendar; Pulumi writes it back as the midnight that begins it. */
export const day = () =>
  text(dayRule, /^\d{4}-\d{2}-\d{2}( 00:00:00 \+0000 UTC)?$/)
    .transform((value) => value.slice(0, 10))
    .refine(isDay, { error: dayRule });
