/** Something that must never happen did. Its name is that of the rule, so that a story shrinks without changing what it shows. */
export class Violation extends Error {
  override name = 'Violation';
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(`${rule}: ${message}`);
    this.rule = rule;
  }
}

/** What a rule says where it is broken; nothing where it holds. */
export type Complaint = string | undefined;

/** The first complaint of any item. */
export function firstOf<Item>(items: Iterable<Item>, complain: (item: Item) => Complaint): Complaint {
  for (const item of items) {
    const complaint = complain(item);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}
