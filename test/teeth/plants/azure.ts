import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/adapters/azure/resourceManager/${name}.test.ts`;

export const AZURE_PLANTS: readonly Plant[] = [
  {
    name: 'answer-that-is-no-list-is-an-empty-one',
    rule: 'unknownIsUnknown',
    file: 'shared/adapters/azure/resourceManager/listGuard.ts',
    before: 'if (response.status === 200) assertList(response);',
    after: 'if (response.status === 200 && response.bodyAsText) assertList(response);',
    tests: [unit('inventory')],
  },
  {
    name: 'next-link-elsewhere-gets-the-token',
    rule: 'secretsStay',
    file: 'shared/adapters/azure/resourceManager/listGuard.ts',
    before: 'if (new URL(request.url).origin !== home) {',
    after: 'if (!request.url.startsWith(home)) {',
    tests: [unit('inventory')],
  },
  {
    name: 'throttling-is-asked-again-without-end',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/resourceManager/readBounded.ts',
    before: 'const isHopeless = attempt >= attempts ||',
    after: "const isHopeless = (attempt >= attempts && failure.kind !== 'throttled') ||",
    tests: [unit('readBounded')],
  },
];
