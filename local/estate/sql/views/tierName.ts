/** The service tier as T-SQL spells it: DATABASEPROPERTYEX 'Edition' and sys.database_service_objectives. */
export function tierName(tier: string): string {
  return tier.replaceAll(' ', '');
}
