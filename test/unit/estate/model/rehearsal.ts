import assert from 'node:assert/strict';
import type { PartialEstateDefinition } from '../../../../local/estate/model/definition.ts';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import type { AzureRefusal, DatabaseState, EstateModel, LinkView } from '../../../../local/estate/model/types.ts';
import { RefusedByAzure } from '../../../../local/estate/model/types.ts';

export const START_MS = Date.UTC(2026, 10, 1, 12);

export interface Rehearsal {
  model: EstateModel;
  /** Moves the clock on. */
  pass(milliseconds: number): void;
  now(): number;
  database(place: string): DatabaseState;
  /** The view that `place` has of its link with `partnerServer`, or of its only link. */
  view(place: string, partnerServer?: string): LinkView;
}

/** Two servers in paired regions and a third elsewhere; `orders` commits 20 times a second. */
export function twoRegions(changes: Partial<PartialEstateDefinition> = {}): PartialEstateDefinition {
  return {
    app: { region: 'uksouth' },
    servers: [
      { name: 'contoso-we', region: 'westeurope' },
      { name: 'contoso-ne', region: 'northeurope' },
      { name: 'contoso-uk', region: 'uksouth' },
    ],
    databases: [{ name: 'orders', server: 'contoso-we', sku: 'GP_Gen5_4', commitsPerSecond: 20 }],
    links: [{ server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' }],
    ...changes,
  };
}

export function rehearse(definition: PartialEstateDefinition = twoRegions()): Rehearsal {
  let nowMs = START_MS;
  const model = createModel(completeDefinition(definition), { now: () => nowMs });
  const split = (place: string): [string, string] => {
    const [server = '', name = ''] = place.split('/');
    return [server, name];
  };
  return {
    model,
    pass: (milliseconds) => {
      nowMs += milliseconds;
    },
    now: () => nowMs,
    database(place) {
      const found = model.database(...split(place));
      assert.ok(found, `no database ${place}`);
      return found;
    },
    view(place, partnerServer) {
      const views = model.linkViews(...split(place));
      const wanted = views.filter((view) => partnerServer === undefined || view.partnerServer === partnerServer);
      assert.equal(wanted.length, 1, `${place} has ${wanted.length} links with ${partnerServer ?? 'anybody'}`);
      const [view] = wanted;
      assert.ok(view);
      return view;
    },
  };
}

/** The refusal that `act` meets. */
export function refusalOf(act: () => unknown): AzureRefusal {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof RefusedByAzure, `not a refusal of Azure: ${String(error)}`);
    return error.refusal;
  }
  return assert.fail('Azure should have refused');
}
