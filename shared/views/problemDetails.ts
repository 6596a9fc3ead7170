import type { ProblemDetails } from './types.ts';

/** RFC 9457 problem details; `about:blank` as the type says that the status and title tell all. */
export function problemDetails(
  status: number,
  title: string,
  detail: string,
  more: Record<string, unknown> = {},
): ProblemDetails {
  return { ...more, type: 'about:blank', title, status, detail };
}
