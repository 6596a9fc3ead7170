/**
 * The name of a region as Azure writes it in `location`: `North Europe` and `northeurope` are the same region. Resource Manager gives the
 * display name in some places (`partnerLocation`) and the short name in others.
 */
export function regionName(displayed: string): string {
  const known = KNOWN.get(displayed);
  if (known !== undefined) return known;
  const name = displayed.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(displayed, name);
  return name;
}

/** Every verdict asks for the same few names again and again. */
const KNOWN = new Map<string, string>();
const MOST_KNOWN = 500;
