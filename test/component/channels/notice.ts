import type { Notice } from '../../../shared/alerting/types.ts';

export const NOTICE: Notice = {
  id: '0123456789abcdef0123456789abcdef',
  condition: 'LagUnknown',
  reason: 'first',
  severity: 'error',
  subject: { kind: 'link', key: 'k', primary: 'contoso-we/orders', secondary: 'contoso-ne/orders' },
  atMs: Date.UTC(2026, 10, 22, 3, 5, 5),
  sinceMs: Date.UTC(2026, 10, 22, 3, 4, 5),
  durationMs: 60_000,
  sentence: 'The primary contoso-we/orders does not know how far behind contoso-ne/orders is.',
};

export const ENTRY_ID = 'fedcba9876543210fedcba9876543210';
export const CONTEXT = { name: 'shop production', pageUrl: 'https://geowarden.example.net/', rpoMs: 5_000 };
