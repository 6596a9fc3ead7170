/** Azure regions by ARM name: display name and the region it is paired with (null where Azure pairs none). */
export interface Region {
  displayName: string;
  pair: string | null;
}

// Source: Azure reliability documentation, "Azure paired regions" and "regions without a pair".
const REGIONS: Record<string, Region> = {
  ...paired('eastus', 'East US', 'westus', 'West US'),
  ...paired('eastus2', 'East US 2', 'centralus', 'Central US'),
  ...paired('northcentralus', 'North Central US', 'southcentralus', 'South Central US'),
  ...paired('westus2', 'West US 2', 'westcentralus', 'West Central US'),
  ...paired('canadacentral', 'Canada Central', 'canadaeast', 'Canada East'),
  ...paired('northeurope', 'North Europe', 'westeurope', 'West Europe'),
  ...paired('uksouth', 'UK South', 'ukwest', 'UK West'),
  ...paired('francecentral', 'France Central', 'francesouth', 'France South'),
  ...paired('germanywestcentral', 'Germany West Central', 'germanynorth', 'Germany North'),
  ...paired('norwayeast', 'Norway East', 'norwaywest', 'Norway West'),
  ...paired('swedencentral', 'Sweden Central', 'swedensouth', 'Sweden South'),
  ...paired('switzerlandnorth', 'Switzerland North', 'switzerlandwest', 'Switzerland West'),
  ...paired('eastasia', 'East Asia', 'southeastasia', 'Southeast Asia'),
  ...paired('australiaeast', 'Australia East', 'australiasoutheast', 'Australia Southeast'),
  ...paired('australiacentral', 'Australia Central', 'australiacentral2', 'Australia Central 2'),
  ...paired('centralindia', 'Central India', 'southindia', 'South India'),
  ...paired('japaneast', 'Japan East', 'japanwest', 'Japan West'),
  ...paired('koreacentral', 'Korea Central', 'koreasouth', 'Korea South'),
  ...paired('southafricanorth', 'South Africa North', 'southafricawest', 'South Africa West'),
  ...paired('uaenorth', 'UAE North', 'uaecentral', 'UAE Central'),
  // One-way pairs: the partner is paired with somebody else.
  westus3: { displayName: 'West US 3', pair: 'eastus' },
  brazilsouth: { displayName: 'Brazil South', pair: 'southcentralus' },
  brazilsoutheast: { displayName: 'Brazil Southeast', pair: 'brazilsouth' },
  westindia: { displayName: 'West India', pair: 'southindia' },
  polandcentral: { displayName: 'Poland Central', pair: null },
  italynorth: { displayName: 'Italy North', pair: null },
  spaincentral: { displayName: 'Spain Central', pair: null },
  austriaeast: { displayName: 'Austria East', pair: null },
  qatarcentral: { displayName: 'Qatar Central', pair: null },
  israelcentral: { displayName: 'Israel Central', pair: null },
  mexicocentral: { displayName: 'Mexico Central', pair: null },
  chilecentral: { displayName: 'Chile Central', pair: null },
  newzealandnorth: { displayName: 'New Zealand North', pair: null },
  malaysiawest: { displayName: 'Malaysia West', pair: null },
  indonesiacentral: { displayName: 'Indonesia Central', pair: null },
  ...paired('usgovvirginia', 'USGov Virginia', 'usgovtexas', 'USGov Texas'),
  usgovarizona: { displayName: 'USGov Arizona', pair: 'usgovtexas' },
  ...paired('chinaeast2', 'China East 2', 'chinanorth2', 'China North 2'),
  ...paired('chinaeast3', 'China East 3', 'chinanorth3', 'China North 3'),
};

function paired(name: string, displayName: string, pair: string, pairDisplayName: string): Record<string, Region> {
  return { [name]: { displayName, pair }, [pair]: { displayName: pairDisplayName, pair: name } };
}

/** Undefined when Azure has no such region (as far as the table knows). */
export function regionOf(name: string): Region | undefined {
  return Object.hasOwn(REGIONS, name) ? REGIONS[name] : undefined;
}

/** `japaneast` -> `Japan East`, as ARM writes `partnerLocation`. */
export function displayNameOf(name: string): string {
  return regionOf(name)?.displayName ?? name;
}

export function knownRegions(): string[] {
  return Object.keys(REGIONS);
}
