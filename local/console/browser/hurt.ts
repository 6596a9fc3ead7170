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
  button.dataset.step = JSON.stringify(step);
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

/**
 * Redraws without taking the keyboard's place: the button that had the focus has it again. While a button is held down nothing is
 * redrawn, or its click would be lost.
 */
export function redraw(draw: () => void): void {
  if (document.querySelector('button:active')) return;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.step : undefined;
  draw();
  if (focused === undefined) return;
  for (const button of document.querySelectorAll('button')) if (button.dataset.step === focused) button.focus();
}

/** @param text empty: there is nothing to say any more. */
export function say(text: string): void {
  const fault = byId('fault');
  fault.hidden = text === '';
  fault.textContent = text;
}

async function doStep(step: Record<string, unknown>): Promise<void> {
  try {
    const response = await fetch('/api/hurt', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(step),
      signal: AbortSignal.timeout(5_000),
    });
    const answer = (await response.json()) as { error?: string };
    say(answer.error ?? '');
  } catch (error) {
    say(`The step was not done: ${error instanceof Error ? error.message : String(error)}`);
  }
  afterwards();
}
