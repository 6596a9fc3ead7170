/** Who calls Resource Manager in the estate, as Azure names them in its logs and events. */
import { APP_OBJECT_ID } from './types.ts';

export interface CallerIdentity {
  /** As in the activity log: a person's user principal name, a service principal's object id. */
  name: string;
  objectId: string;
  /** The application that the call came through. */
  appId: string;
  principalType: 'User' | 'ServicePrincipal';
}

export const CALLERS: Readonly<Record<'app' | 'person', CallerIdentity>> = {
  app: {
    name: APP_OBJECT_ID,
    objectId: APP_OBJECT_ID,
    appId: '5d1b2c7e-0f6a-4d83-b2a9-7c41e9f05a36',
    principalType: 'ServicePrincipal',
  },
  person: {
    name: 'ada@contoso.com',
    objectId: 'c2e7d9b4-6a13-4f58-8b0d-91f4a7c3e562',
    // The Azure portal, as Microsoft registers it.
    appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
    principalType: 'User',
  },
};
