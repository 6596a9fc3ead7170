import type { Notice } from '../alerting/types.ts';
import { shortName } from './plainText.ts';

/** What an alert is about, as it is called in a heading and in a list. */
export function subjectName({ condition, subject, outage }: Pick<Notice, 'condition' | 'subject' | 'outage'>): string {
  const { kind, key, primary, secondary } = subject;
  if (primary !== undefined && secondary !== undefined)
    return `${shortName(primary, 60)} → ${shortName(secondary, 60)}`;
  const group = outage === undefined || outage.group === '' ? '' : `, recovery group ${shortName(outage.group, 60)}`;
  switch (kind) {
    case 'region':
      return `Region ${shortName(key, 60)}${group}`;
    case 'group':
      return `Recovery group ${shortName(key, 60)}`;
    case 'server':
      return `Server ${shortName(key, 60)}`;
    case 'channel':
      return `Channel ${shortName(key, 60)}`;
    case 'deployment':
      return condition === 'MonitorLate' ? 'Geowarden itself' : 'All recovery groups';
    default:
      return `${shortName(key)}${group}`;
  }
}
