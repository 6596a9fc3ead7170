/** The route table of an app's HTTP functions. */
import type { RegisteredFunction } from '../worker/types.ts';
import { compileTemplate } from './template.ts';

export interface Route {
  fn: RegisteredFunction;
  /** With the prefix, without slashes at its ends. */
  template: string;
  /** Upper case; empty is every method. */
  methods: string[];
  authLevel: string;
  match(pathname: string): Record<string, string> | undefined;
}

export interface RouteTable {
  routes: Route[];
  /** Functions that cannot be served, and why; the host logs them and goes on, as in Azure. */
  faults: { functionName: string; message: string }[];
}

/** Builds the table. Functions are tried in alphabetical order of their names, without regard to case; the first match wins. */
export function buildRoutes(functions: readonly RegisteredFunction[], routePrefix: string): RouteTable {
  const routes: Route[] = [];
  const faults: RouteTable['faults'] = [];
  const inOrder = functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'httptrigger')
    .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  for (const fn of inOrder) {
    try {
      routes.push(toRoute(fn, routePrefix, routes));
    } catch (error) {
      faults.push({ functionName: fn.name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { routes, faults };
}

function toRoute(fn: RegisteredFunction, routePrefix: string, earlier: readonly Route[]): Route {
  const own = text(fn.trigger.route, fn.name).replace(/^\/+|\/+$/g, '');
  // The host compares the beginning of the text, so "administrators" is taken too.
  if (/^(admin|runtime)/i.test(own)) throw new Error('The specified route conflicts with one or more built in routes.');
  const template = routePrefix === '' ? own : `${routePrefix}/${own}`;
  const declared = Array.isArray(fn.trigger.methods) ? fn.trigger.methods : [];
  const methods = declared.map((method) => String(method).toUpperCase());
  const clash = earlier.find(
    (route) =>
      route.template.toLowerCase() === template.toLowerCase() &&
      (methods.length === 0 || route.methods.length === 0 || route.methods.some((method) => methods.includes(method))),
  );
  if (clash) throw new Error(`The route specified conflicts with the route defined by function '${clash.fn.name}'.`);
  return { fn, template, methods, authLevel: text(fn.trigger.authLevel, 'function'), match: compileTemplate(template) };
}

/** The function that answers, with its route values; a method that a route does not list makes it no match. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; values: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.methods.length > 0 && !route.methods.includes(method)) continue;
    const values = route.match(pathname);
    if (values) return { route, values };
  }
  return undefined;
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
