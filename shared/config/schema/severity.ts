import { z } from 'zod';
import type { Severity } from '../../alerting/types.ts';
import { field } from './field.ts';

/** The loudest first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const satisfies Severity[];

export function severity(description: string, example: string) {
  return field(z.enum(SEVERITIES), {
    title: 'Severity',
    description,
    expected: 'critical, error, warning or info',
    example: `severity: ${example}`,
  });
}
