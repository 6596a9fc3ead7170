import type { ContainerClient } from '@azure/storage-blob';
import type { DispatchStore } from '../../../alerting/dispatch/ports.ts';
import {
  type ActiveAlert,
  type DispatchState,
  EMPTY_DISPATCH,
  type GroupState,
  type Told,
} from '../../../alerting/dispatch/types.ts';
import { LABEL_NAMES, type Labels } from '../../../alerting/types.ts';
import { areTexts, fields, isAbsentOr, isMoment, isNumber, isObject } from '../tables/checks.ts';
import { asOutboxEntry } from '../tables/storedShapes.ts';
import { createVersionedDocument, type DocumentOptions } from './versionedDocument.ts';

const BLOB = 'dispatch/state.json';

/** What the dispatcher remembers: one document, changed only under its ETag. Begun afresh when it cannot be read. */
export function createDispatchStore(client: ContainerClient, options: DocumentOptions = {}): DispatchStore {
  const shape = { blob: BLOB, what: 'what people were told', parse: asDispatchState, fresh: EMPTY_DISPATCH };
  return createVersionedDocument(client, { ...shape, ...options });
}

/** Checked where the code would break over it; the rest is taken as it is. A label that this version knows and another did not is empty. */
function asDispatchState(value: unknown): DispatchState | undefined {
  const { alerts, groups, sent, begun, outgoing } = fields(value);
  if (![alerts, groups, sent, begun].every(isObject) || !Array.isArray(outgoing)) return undefined;
  const right =
    Object.values(fields(alerts)).every(isAlert) &&
    Object.values(fields(groups)).every(isGroup) &&
    [...Object.values(fields(sent)), ...Object.values(fields(begun))].every(areNumbers) &&
    outgoing.every((entry) => asOutboxEntry(entry) !== undefined);
  if (!right) return undefined;
  const known = Object.entries(alerts as Record<string, ActiveAlert>);
  const told = Object.entries(groups as Record<string, StoredGroup>);
  // One text for each group, not one for each alert that names it.
  const names = new Map(told.map(([id]) => [id, id]));
  const groupsOf = (alert: ActiveAlert) => alert.groups.map((id) => names.get(id) ?? id);
  return {
    ...(value as DispatchState),
    alerts: new Map(known.map(([id, alert]) => [id, { ...alert, labels: labelsOf(alert), groups: groupsOf(alert) }])),
    groups: Object.fromEntries(
      told.map(([id, group]) => [id, { ...group, told: new Map(Object.entries(group.told)) }]),
    ),
    begun: new Map(Object.entries(begun as Record<string, number[]>)),
  };
}

type StoredGroup = Omit<GroupState, 'told'> & { told: Record<string, Told> };

function isAlert(value: unknown): boolean {
  const { id, condition, subject, severity, labels, sinceMs, firedAtMs, sentence, ended, flapping, groups } =
    fields(value);
  return (
    areTexts(id, condition, severity, sentence, fields(subject).kind, fields(subject).key) &&
    [sinceMs, firedAtMs].every(isMoment) &&
    isObject(labels) &&
    Object.values(fields(labels)).every(areTextsIn) &&
    areTextsIn(groups) &&
    isAbsentOr(ended, (end) => isMoment(fields(end).atMs) && typeof fields(end).sentence === 'string') &&
    isAbsentOr(flapping, (flaps) => isNumber(fields(flaps).times) && isMoment(fields(flaps).sinceMs))
  );
}

function isGroup(value: unknown): boolean {
  const { id, channel, handOver, common, sinceMs, told, toldAtMs, sequence } = fields(value);
  return (
    areTexts(id, channel) &&
    [handOver, common].every(areTextsIn) &&
    isMoment(sinceMs) &&
    isAbsentOr(toldAtMs, isMoment) &&
    isObject(told) &&
    isNumber(sequence)
  );
}

function labelsOf({ labels }: ActiveAlert): Labels {
  return Object.fromEntries(LABEL_NAMES.map((name) => [name, labels[name] ?? []])) as Labels;
}

function areTextsIn(value: unknown): boolean {
  return Array.isArray(value) && areTexts(...(value as unknown[]));
}

function areNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every(isNumber);
}
