import { z } from "zod";
import { calendarRule, isCalendarDay } from "../pack/calendar";

/** A local time of day or of a date, as people write it. */
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/)
  .refine(isCalendarDay, calendarRule);
const dayTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Time in which nothing is released. */
export const freezeWindowSchema = z
  .object({
    /** Name for people, e.g. `Christmas`. */
    name: z.string().min(1),
    /** Time zone by its IANA name; everything in the window is local time there. */
    timeZone: z.string().default("UTC"),
    /** First moment of a window of dates, e.g. `2026-12-18T16:00`; a day alone begins at midnight. */
    from: localTime.optional(),
    /** Last day (the whole of it) or moment of a window of dates. */
    to: localTime.optional(),
    /** Days of a window of every week; with `after` and `before` it is that part of each of them. */
    weekly: z.array(z.enum(days)).optional(),
    /** The window of a day begins here. @default the whole day */
    after: dayTime.optional(),
    /** And ends here. */
    before: dayTime.optional(),
  })
  .strict();

/** One window as configured. */
export type FreezeWindow = z.output<typeof freezeWindowSchema>;

/** A moment as clocks in a time zone show it: `2026-12-18T16:00`, and the day of the week. */
interface LocalMoment {
  readonly text: string;
  readonly day: (typeof days)[number];
}

/**
 * Local date, time and weekday in a time zone.
 * @throws {RangeError} for a time zone that does not exist
 */
export function toLocalMoment(now: Date, timeZone: string): LocalMoment {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    weekday: "short",
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, weekday } = parts as Record<string, string>;
  return {
    text: `${year}-${month}-${day}T${hour}:${minute}`,
    day: (weekday ?? "").slice(0, 3).toLowerCase().replace(".", "") as LocalMoment["day"],
  };
}

/** Whether a moment is in a window; a window without any term is always in force. */
export function isFrozen(window: FreezeWindow, now: Date): boolean {
  const { text, day } = toLocalMoment(now, window.timeZone);
  const time = text.slice("2026-12-18T".length);
  const from = window.from === undefined ? "" : window.from;
  const to = window.to === undefined ? undefined : window.to.length === 10 ? `${window.to}T23:59` : window.to;
  if (text < from || (to !== undefined && text > to)) return false;
  if (window.weekly !== undefined && !window.weekly.includes(day)) return false;
  if (window.after !== undefined && time < window.after) return false;
  return window.before === undefined || time < window.before;
}
