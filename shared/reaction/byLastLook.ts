import { evidenceId } from '../outage/evidenceId.ts';
import type { Evidence, EvidenceSource } from '../outage/types.ts';
import type { LinkEnd } from '../topology/types.ts';

/** Those looked at longest ago come first, so that a round that ran out of time puts nobody off for ever. */
export function byLastLook(
  ends: readonly LinkEnd[],
  evidence: readonly Evidence[],
  { source, reporter }: { source: EvidenceSource; reporter: string },
): LinkEnd[] {
  const lookedMs = new Map(evidence.map(({ id, atMs }) => [id, atMs]));
  return ends
    .map((end) => ({
      end,
      lookedMs: lookedMs.get(evidenceId(source, { kind: 'database', ...end }, reporter)) ?? 0,
    }))
    .sort((one, other) => one.lookedMs - other.lookedMs)
    .map(({ end }) => end);
}
