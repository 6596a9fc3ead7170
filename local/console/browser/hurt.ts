/** Buttons that do one step of a scenario now. */
import { byId, element } from './element.ts';

let afterwards: () => void = () => {};

export function onHurt(listener: () => void): void {
  afterwards = listener;
}

/** A button that hurts, or that heals what is hurt. */
export function hurtButton(label: string, step: Record<string, unknown>, heals = false): HTMLElement {
  const button = element('button', heals ? 'heal' : '', label);
  button.setAttribute('type', 'button');
  button.addEventListener('click', () => void doStep(step));
  return button;
}

/** What is well can be hurt in several ways; what is hurt can be healed. */
export function toggle(
  hurt: boolean,
  ways: Array<[string, Record<string, unknown>]>,
  heal: [string, Record<string, unknown>],
): HTMLElement[] {
  return hurt ? [hurtButton(heal[0], heal[1], true)] : ways.map(([label, step]) => hurtButton(label, step));
}

async function doStep(step: Record<string, unknown>): Promise<void> {
  const fault = byId('fault');
  const response = await fetch('/api/hurt', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  });
  const answer = (await response.json()) as { error?: string };
  fault.hidden = response.ok;
  fault.textContent = answer.error ?? '';
  afterwards();
}
