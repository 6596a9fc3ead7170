/** Two regions with a failover group: orders and stock move together; notes has a link of its own. */
import assert from 'node:assert/strict';
import type { PartialEstateDefinition } from '../../../../local/estate/model/definition.ts';
import type { GroupFailoverRequest, ServerOperation } from '../../../../local/estate/model/types.ts';
import { type Rehearsal, rehearse, twoRegions } from './rehearsal.ts';

export const link = { server: 'contoso-we', secondaryServer: 'contoso-ne' };
export const planned: GroupFailoverRequest = { server: 'contoso-ne', group: 'shop', mode: 'planned', by: 'arm' };
export const forced: GroupFailoverRequest = { ...planned, mode: 'forced' };
export const either: GroupFailoverRequest = { ...planned, mode: 'plannedThenForced' };

export function shop(changes: Partial<PartialEstateDefinition> = {}): Rehearsal {
  return rehearse(
    twoRegions({
      databases: [
        { name: 'orders', server: 'contoso-we', commitsPerSecond: 20 },
        { name: 'stock', server: 'contoso-we', commitsPerSecond: 2 },
        { name: 'notes', server: 'contoso-we', commitsPerSecond: 1 },
      ],
      links: [
        { ...link, database: 'orders', shippingDelayMs: 400 },
        { ...link, database: 'stock', shippingDelayMs: 2000 },
        { ...link, database: 'notes' },
      ],
      failoverGroups: [
        { name: 'shop', server: 'contoso-we', partnerServer: 'contoso-ne', databases: ['orders', 'stock'] },
        { name: 'empty', server: 'contoso-we', partnerServer: 'contoso-ne', databases: [] },
      ],
      ...changes,
    }),
  );
}

/** Passes time in small steps until the operation ends. */
export function untilEnd({ model, pass, now }: Rehearsal, id: string): ServerOperation {
  const startMs = now();
  for (;;) {
    const operation = model.operation(id);
    assert.ok(operation, 'the operation is gone');
    if (operation.state !== 'PENDING' && operation.state !== 'IN_PROGRESS') return operation;
    assert.ok(now() - startMs < 120_000, 'the operation never ended');
    pass(50);
  }
}

export const cutOff = { kind: 'region', region: 'westeurope', becomes: 'down' } as const;
