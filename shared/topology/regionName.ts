/**
 * The name of a region as Azure writes it in `location`: `North Europe` and `northeurope` are the same region. Resource Manager gives the
 * display name in some places (`partnerLocation`) and the short name in others.
 */
export function regionName(displayed: string): string {
  return displayed.toLowerCase().replace(/[^a-z0-9]/g, '');
}
