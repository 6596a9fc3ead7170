/** The page on which a person decides about one incident, as a path: what a link is signed for, and where it leads. */
export function decisionPath(incidentId: string): string {
  return `/api/incidents/${encodeURIComponent(incidentId)}/decision`;
}
