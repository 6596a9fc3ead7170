/** Our own trouble in a sweep: it goes to /api/status and stops nothing else. */
export interface SweepProblem {
  area: 'sampling' | 'storage' | 'delivery';
  subject: string;
  code: string;
  message: string;
}

/** Keeps the error's sentence only: adapters write theirs without secrets, and a stack is not for a page. */
export function problemFrom(area: SweepProblem['area'], subject: string, code: string, error: unknown): SweepProblem {
  return { area, subject, code, message: error instanceof Error ? error.message : String(error) };
}
