/** The 32 letters and digits of an Events API v2 integration (PagerDuty's documentation of `routing_key`). */
export function isRoutingKey(text: string): boolean {
  return /^[0-9A-Za-z]{32}$/.test(text.trim());
}
