import type { Conversion } from './convert.ts';
import { guidConversionFailed } from './typeErrors.ts';

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i;

/** A uniqueidentifier is spelled in capitals, as SQL Server spells it. Longer text is cut, as SQL Server cuts it. */
export const toGuid: Conversion = () => (value) => {
  const match = typeof value === 'string' ? GUID.exec(value) : null;
  if (match?.[1] === undefined) throw guidConversionFailed();
  return match[1].toUpperCase();
};
