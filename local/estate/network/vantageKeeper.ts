/** The vantages that are open, so that closing the estate closes them all. */
import type { RegionName } from '../model/types.ts';
import type { Vantage } from '../types.ts';
import { type OpenVantagePart, openVantage } from './vantage.ts';

export interface VantageKeeper {
  /** @throws Error for a region the estate does not have, and after `closeAll`. */
  open(region: RegionName): Promise<Vantage>;
  /** Twice is fine. */
  closeAll(): Promise<void>;
}

export function createVantageKeeper(regions: RegionName[], openers: OpenVantagePart[]): VantageKeeper {
  const opened = new Set<Vantage>();
  let isClosed = false;
  const refuseWhenClosed = (): void => {
    if (isClosed) throw new Error('The estate is closed; start another one.');
  };
  return {
    async open(region) {
      refuseWhenClosed();
      if (!regions.includes(region)) {
        throw new Error(`A vantage needs a region of the estate (${regions.join(', ')}); "${region}" is none.`);
      }
      const vantage = await openVantage(region, openers);
      // Closed while it was being opened: nobody else would close it.
      if (isClosed) await vantage.close();
      refuseWhenClosed();
      opened.add(vantage);
      const close = async (): Promise<void> => {
        opened.delete(vantage);
        await vantage.close();
      };
      return { ...vantage, close };
    },
    async closeAll() {
      isClosed = true;
      await Promise.all([...opened].map((vantage) => vantage.close()));
      opened.clear();
    },
  };
}
