import type { Tone } from '../types.ts';
import type { CardElement, ContainerStyle } from './adaptiveCard.ts';

type BoxStyle = NonNullable<Extract<CardElement, { type: 'Container' }>['style']>;

/** The colours of a card: Teams' own, in light and in dark. */
export const LOOKS: Record<Tone, { box: BoxStyle; text: ContainerStyle }> = {
  critical: { box: 'attention', text: 'Attention' },
  error: { box: 'attention', text: 'Attention' },
  warning: { box: 'warning', text: 'Warning' },
  info: { box: 'accent', text: 'Accent' },
  resolved: { box: 'good', text: 'Good' },
  closed: { box: 'emphasis', text: 'Default' },
};
