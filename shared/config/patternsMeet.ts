/**
 * Is there any text that both patterns match? `*` is any text, `?` one letter; case never counts. Time and space are the product of the
 * two lengths.
 */
export function patternsMeet(a: string, b: string): boolean {
  const first = a.toLowerCase();
  const second = b.toLowerCase();
  // reach[j]: what is left of `first` from i and of `second` from j can be the same text. Filled from the ends.
  let below: boolean[] = [];
  for (let i = first.length; i >= 0; i--) {
    const reach: boolean[] = [];
    for (let j = second.length; j >= 0; j--) {
      const [mine, yours] = [first[i], second[j]];
      if (mine === undefined && yours === undefined) reach[j] = true;
      else if (mine === '*') reach[j] = below[j] === true || (yours !== undefined && reach[j + 1] === true);
      else if (yours === '*') reach[j] = reach[j + 1] === true || (mine !== undefined && below[j] === true);
      else reach[j] = fits(mine, yours) && below[j + 1] === true;
    }
    below = reach;
  }
  return below[0] === true;
}

function fits(mine: string | undefined, yours: string | undefined): boolean {
  return mine !== undefined && yours !== undefined && (mine === '?' || yours === '?' || mine === yours);
}
