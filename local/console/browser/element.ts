/** Elements made of text, never of markup. */
export function element(tag: string, className: string, ...children: Array<Node | string>): HTMLElement {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  node.append(...children);
  return node;
}

/** @throws Error when the page lacks what the script expects of it. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element '${id}'`);
  return node;
}

export const clock = (atMs: number): string => new Date(atMs).toLocaleTimeString([], { hour12: false });
