import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/${name}.test.ts`;

export const APP_PLANTS: readonly Plant[] = [
  {
    name: 'null-lag-is-zero-on-the-page',
    rule: 'nullIsNotZero',
    file: 'shared/views/link.ts',
    before: "lagSeconds: state.name === 'caughtUp' ? state.lagSeconds : null,",
    after: "lagSeconds: state.name === 'caughtUp' ? state.lagSeconds : 0,",
    tests: [unit('views/link')],
  },
  {
    name: 'health-is-never-late',
    rule: 'silenceIsAnAlert',
    file: 'shared/views/health.ts',
    before: 'finishedAtMs === null ? Number.POSITIVE_INFINITY : clock.nowMs - finishedAtMs',
    after: 'finishedAtMs === null ? 0 : clock.nowMs - finishedAtMs',
    tests: [unit('views/health')],
  },
  {
    name: 'late-sweep-is-no-error',
    rule: 'silenceIsAnAlert',
    file: 'shared/app/queries.ts',
    before: "health.status === 'ok' || health.status === 'starting' ? 200 : 503",
    after: "health.status !== 'misconfigured' ? 200 : 503",
    tests: [unit('app/queries')],
  },
  {
    name: 'storage-that-is-silent-is-healthy',
    rule: 'silenceIsAnAlert',
    file: 'shared/app/queries.ts',
    before: "  } catch {\n    return {\n      status: 'late',",
    after: "  } catch {\n    return {\n      status: 'starting',",
    tests: [unit('app/queries')],
  },
  {
    name: 'configuration-stops-at-the-schema',
    rule: 'allFaultsAtOnce',
    file: 'shared/config/load.ts',
    before: '    ...crossFaults(yaml.value),\n',
    after: '    ...(checked.success ? crossFaults(yaml.value) : []),\n',
    tests: [unit('config/load')],
  },
  {
    name: 'configuration-stops-at-the-first-fault',
    rule: 'allFaultsAtOnce',
    file: 'shared/config/load.ts',
    before: 'faultsOf(checked.error.issues, ',
    after: 'faultsOf(checked.error.issues.slice(0, 1), ',
    tests: [unit('config/load')],
  },
  {
    name: 'fault-shows-the-secret',
    rule: 'secretsStay',
    file: 'shared/config/shown.ts',
    before: '  if (looksSecret(value, keyName)) return',
    after: "  if (looksSecret(value) && keyName !== '') return",
    tests: [unit('config/shown')],
  },
  {
    name: 'deadline-waits-for-its-work',
    rule: 'everythingEnds',
    file: 'shared/limits/withDeadline.ts',
    before: 'return await Promise.race([work(controller.signal), late]);',
    after: 'late.catch(() => {});\n    return await work(controller.signal);',
    tests: [unit('limits/withDeadline')],
  },
  {
    name: 'requests-without-a-bound',
    rule: 'everythingEnds',
    file: 'shared/limits/mapBounded.ts',
    before: 'Math.min(concurrency, items.length)',
    after: 'Math.max(concurrency, items.length)',
    tests: [unit('limits/mapBounded')],
  },
  {
    name: 'dead-token-is-given',
    rule: 'ourOwnTrouble',
    file: 'shared/adapters/azure/identity/tokenCache.ts',
    before:
      '      entry.failure = { error, untilMs: now() + FAILURE_MEMORY_MS };\n      if (entry.token && entry.token.expiresOnTimestamp > now()) return entry.token;',
    after:
      '      entry.failure = { error, untilMs: now() + FAILURE_MEMORY_MS };\n      if (entry.token) return entry.token;',
    tests: [unit('adapters/azure/identity/tokenCache')],
  },
];
