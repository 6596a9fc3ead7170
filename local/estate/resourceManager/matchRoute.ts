/** From a method and a path to a route, or to what Resource Manager says about an address it does not have. */
import { ArmError } from './armError.ts';
import { ROUTES, type Route } from './routes.ts';
import type { ArmRequest } from './types.ts';

interface RouteMatch {
  route: Route;
  parameters: ArmRequest['parameters'];
}

/** Types that the SQL provider has in Azure and the estate does not (yet): their absence must not look like Azure's word. */
const NOT_IN_THE_ESTATE = new Set([
  'administrators',
  'azureadonlyauthentications',
  'backuplongtermretentionpolicies',
  'backupshorttermretentionpolicies',
  'elasticpools',
  'encryptionprotector',
  'firewallrules',
  'ipv6firewallrules',
  'operations',
  'usages',
  'virtualnetworkrules',
]);

const COMPILED = ROUTES.map((route) => ({ route, pattern: route.path.split('/') }));

/**
 * Literal segments are compared without regard to case.
 * @throws ArmError 405 MethodNotAllowed with Allow; 400 for a path that cannot be decoded; 501 for what Azure has and
 * the estate has not; 404 for the rest, with the code that says how far the path was understood.
 */
export function matchRoute(method: string, pathname: string): RouteMatch {
  const segments = decode(pathname);
  const matches = COMPILED.flatMap(({ route, pattern }) => {
    const parameters = matchSegments(pattern, segments);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  if (matches.length === 0) throw nowhere(segments);
  const allowed = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  const message = `This resource does not support ${method}; it supports ${allowed}.`;
  throw new ArmError(405, 'MethodNotAllowed', message, { allow: allowed });
}

function decode(pathname: string): string[] {
  try {
    return pathname.replace(/\/+$/, '').split('/').map(decodeURIComponent);
  } catch {
    throw new ArmError(400, 'BadRequest', 'The path holds a percent sign that starts no character.');
  }
}

function matchSegments(pattern: string[], segments: string[]): ArmRequest['parameters'] | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = segments[index] ?? '';
    if (expected.startsWith('{')) {
      if (given === '') return undefined;
      parameters[expected.slice(1, -1)] = given;
    } else if (expected.toLowerCase() !== given.toLowerCase()) {
      return undefined;
    }
  }
  return parameters;
}

function nowhere(segments: string[]): ArmError {
  const lower = segments.map((segment) => segment.toLowerCase());
  if (lower[1] !== 'subscriptions') {
    return new ArmError(
      404,
      'MissingSubscription',
      'The request names neither a subscription nor a tenant-level provider.',
    );
  }
  const provider = segments[lower.indexOf('providers') + 1];
  if (!lower.includes('providers') || provider === undefined) {
    return new ArmError(501, 'NotImplemented', 'The local estate serves nothing of Microsoft.Resources.');
  }
  if (provider.toLowerCase() !== 'microsoft.sql') {
    return new ArmError(
      404,
      'InvalidResourceNamespace',
      `The resource namespace '${provider}' is not registered here.`,
    );
  }
  const unserved = lower.find((segment) => NOT_IN_THE_ESTATE.has(segment));
  if (unserved !== undefined) {
    return new ArmError(501, 'NotImplemented', `Azure has '${unserved}' here; the local estate does not serve it.`);
  }
  return new ArmError(404, 'InvalidResourceType', `There is no such resource type or action in '${provider}'.`);
}
