/** .NET's TimeSpan text, as host.json and timer schedules use it: `[-][d.]hh:mm[:ss[.fffffff]]`. */

const TIME_SPAN = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/**
 * Milliseconds of a TimeSpan; undefined when the text is none. Hours stop at 23: .NET reads `24:00:00` as 24 days,
 * which nobody means, so it is no TimeSpan here.
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = TIME_SPAN.exec(text.trim());
  if (!match) return undefined;
  const [, sign, days = '0', hours, minutes, seconds = '0', fraction = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const total = whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
  return sign ? -total : total;
}
