/** What has to be told goes here first, as an event; no channel of a configuration may be called so. */
export const DISPATCH = 'dispatch';
