import { DeadlineExceeded } from '../../limits/withDeadline.ts';

/** What a failed connection was, in words that never hold an address: an address may hold a secret. */
export interface ConnectionFailure {
  /** What was seen and what to do. */
  sentence: string;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME/;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/** Names the trouble of a connection by the code that Node gives it, however deep the code sits. */
export function connectionFailure(error: unknown, timeoutMs: number): ConnectionFailure {
  if (isDeadline(error)) return { sentence: `gave no answer within ${timeoutMs} ms` };
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      sentence: `has a name that could not be resolved (${code}): check its spelling, and the DNS of the app’s network`,
    };
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return {
      sentence: `showed a certificate that was not accepted (${code}), so nothing was sent: check the host name, and what sits between`,
    };
  }
  if (code === 'ECONNREFUSED') return { sentence: `refused the connection (${code}): check host and port` };
  return {
    sentence: `could not be reached (${code ?? 'no further detail'}): check the outbound rules of the app’s network`,
  };
}

/** The innermost code, because the outer error is often only a wrapper. */
export function codeOf(error: unknown): string | undefined {
  let found: string | undefined;
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && CODE.test(code)) found = code;
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return found;
}

function isDeadline(error: unknown): boolean {
  if (error instanceof DeadlineExceeded) return true;
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || error.name === 'TimeoutError' || codeOf(error) === 'EABORT')
  );
}
