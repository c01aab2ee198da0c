/**
 * Whether a text begins with a day that the calendar has: `Date.parse` takes 30 February for 2 March.
 * @param text - `2027-03-31`, perhaps with a time behind it
 */
export function isCalendarDay(text: string): boolean {
  const day = text.slice(0, 10);
  const start = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(start.getTime()) && start.toISOString().startsWith(day);
}

/** Rule in the message about a day that does not exist. */
export const calendarRule = "must be a day that exists";
