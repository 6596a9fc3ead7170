import type { Tone } from '../types.ts';

/** The bar says the tone; the words are dark on white, so that every client and printer can show them. `text` has 4.5:1 on white. */
export const COLOURS: Record<Tone, { bar: string; text: string }> = {
  critical: { bar: '#a4262c', text: '#a4262c' },
  error: { bar: '#d13438', text: '#b3261e' },
  warning: { bar: '#f2a100', text: '#8a5700' },
  info: { bar: '#0f6cbd', text: '#0f6cbd' },
  resolved: { bar: '#107c10', text: '#0e700e' },
  closed: { bar: '#8a8886', text: '#605e5c' },
};

export const FONT = "font-family:'Segoe UI',Arial,Helvetica,sans-serif";
export const INK = '#201f1e';
export const QUIET = '#605e5c';
export const LINE = '#e1dfdd';
