import type { Plant } from '../types.ts';

export const HOST_PLANTS: readonly Plant[] = [
  {
    name: 'who-has-no-key-is-let-in',
    rule: 'closedDoors',
    file: 'local/host/http/server.ts',
    before: 'if (!isAllowed(permissionOf(keys, key, route.fn.name), route.authLevel))',
    after: 'if (key !== undefined && !isAllowed(permissionOf(keys, key, route.fn.name), route.authLevel))',
    tests: ['test/component/host/http.test.ts'],
  },
  {
    name: 'any-key-opens-any-door',
    rule: 'closedDoors',
    file: 'local/host/keys.ts',
    before: "permission.level === 'admin' || (level === 'function' && permission.level === 'function')",
    after: "permission.level === 'admin' || (level === 'function' && permission.level !== 'anonymous')",
    tests: ['test/unit/host/keys.test.ts'],
  },
];
