/** Servers: by subscription, by resource group, one. */
import { findServer, need, serversIn } from './lookup.ts';
import { serverShape } from './serverShape.ts';
import type { ArmHandler } from './types.ts';

export const listServers: ArmHandler = (request, { model, paginate }) => {
  const servers = serversIn(model, need(request, 'subscription'), request.parameters.resourceGroup);
  const { value, ...rest } = paginate(servers, ({ name }) => name.toLowerCase(), request.url);
  return { status: 200, body: { value: value.map(serverShape), ...rest } };
};

export const readServer: ArmHandler = (request, { model }) => ({
  status: 200,
  body: serverShape(findServer(request, model)),
});
