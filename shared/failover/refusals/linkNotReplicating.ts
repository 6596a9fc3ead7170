import type { LinkState } from '../../replication/types.ts';
import type { Judge } from '../judgeContext.ts';

/** Rule 6. A link of unknown lag has a rule of its own. */
export const linkNotReplicating: Judge = ({ statusBeforeOnset }) => {
  if (statusBeforeOnset === undefined) return undefined;
  const { state } = statusBeforeOnset;
  if (state.name === 'caughtUp' || state.name === 'lagUnknown') return undefined;
  return {
    rule: 'linkNotReplicating',
    sentence: `Expected a link that replicated before the outage; the last sample before it showed ${seen(state)}.`,
  };
};

function seen(state: LinkState): string {
  switch (state.name) {
    case 'pending':
      return 'a link that was pending: seeding had not begun';
    case 'seeding':
      return `a link that was seeding${state.percent === null ? '' : ` (${state.percent} %)`}: the secondary was incomplete`;
    case 'suspended':
      return 'a suspended link: nothing was shipped';
    case 'absent':
      return 'no link at all';
    case 'unreachable':
      return 'a primary that did not answer, so the state of the link is not known';
    default:
      return `the state ${state.name}`;
  }
}
