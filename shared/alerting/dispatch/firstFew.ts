/** The first `most` of all in their order; of equals those that come first. For a list of a hundred thousand of which twenty are shown. */
export function firstFew<T>(all: Iterable<T>, most: number, compare: (one: T, other: T) => number): T[] {
  const few: T[] = [];
  for (const item of all) {
    const last = few.at(most - 1);
    if (last !== undefined && compare(item, last) >= 0) continue;
    const place = few.findIndex((one) => compare(item, one) < 0);
    few.splice(place === -1 ? few.length : place, 0, item);
    if (few.length > most) few.pop();
  }
  return few;
}
