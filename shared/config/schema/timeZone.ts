import { z } from 'zod';
import { didYouMean } from '../didYouMean.ts';
import { field } from './field.ts';

/** A name of the time zone database (IANA) that this Node knows. An offset is none: it would be wrong for half of the year. */
export function timeZone(what: string) {
  const rule = z.string().superRefine((name, context) => {
    if (isTimeZone(name)) return;
    const near = didYouMean(name, Intl.supportedValuesOf('timeZone'));
    context.addIssue({ code: 'custom', params: near === undefined ? {} : { example: `timeZone: ${near}` } });
  });
  return field(rule, {
    title: 'Time zone',
    description: `${what} A name of the IANA database; daylight saving time is reckoned with.`,
    expected: 'a time zone of the IANA database, such as Europe/Berlin or UTC',
    example: 'timeZone: Europe/Berlin',
  });
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
