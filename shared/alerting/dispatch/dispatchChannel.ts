/**
 * What has to be told goes here first, as an event; no channel of a configuration may be called so. The partition of that name holds what
 * was made of events, and what is known of the channels.
 */
export const DISPATCH = 'dispatch';
