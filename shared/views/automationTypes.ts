/** GET /api/automation. */
export interface AutomationView {
  /** Null while the automation may act. */
  paused: { by: string; comment: string; since: string } | null;
}
