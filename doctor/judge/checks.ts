/** The four ways in which a check ends. */
import type { Check } from '../types.ts';

export const passed = (name: string, expected: string, seen: string): Check => ({
  name,
  result: 'ok',
  expected,
  seen,
  advice: '',
});

export const warned = (name: string, expected: string, seen: string, advice: string): Check => ({
  name,
  result: 'warning',
  expected,
  seen,
  advice,
});

export const failed = (name: string, expected: string, seen: string, advice: string): Check => ({
  name,
  result: 'failed',
  expected,
  seen,
  advice,
});

/** `because`: what stood in its way. */
export const notTried = (name: string, expected: string, because: string, advice: string): Check => ({
  name,
  result: 'not tried',
  expected,
  seen: because,
  advice,
});

/** The adapters tell a failure in sentences: the first says what was seen, the others what to do. */
export function splitSentence(message: string, otherwise: string): { seen: string; advice: string } {
  const at = message.indexOf('. ');
  if (at < 0) return { seen: message, advice: otherwise };
  return { seen: message.slice(0, at + 1), advice: message.slice(at + 2) };
}

export const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
