import type { Judge } from '../judgeContext.ts';

/** A member moves with its group: Azure answers a failover of its link with 409 FailoverGroupAlreadySetup. */
export const failoverGroupMember: Judge = ({ failoverGroup }) =>
  failoverGroup === undefined
    ? undefined
    : {
        rule: 'failoverGroupMember',
        sentence: `The database is a member of the failover group ${failoverGroup} and moves with it only: fail over the group.`,
      };
