import type { DeliveryResult } from '../../alerting/ports.ts';
import type { SecretReference } from '../../config/types.ts';
import type { MessageContext } from '../../notify/types.ts';

/** The secret's value, or undefined when its setting is missing or empty. */
export type ReadSecret = (reference: SecretReference) => string | undefined;

export interface ChannelOptions {
  /** Deadline of one try, from the first packet to the last, milliseconds. */
  timeoutMs: number;
  context: MessageContext;
}

/** Worth another try: a Key Vault reference may be resolved a moment later, and a setting that is mended restarts the app. */
export function missingSecret({ setting }: SecretReference, what: string): DeliveryResult {
  return {
    ok: false,
    retry: true,
    message: `The app setting ${setting} was expected to hold ${what}, but is missing or empty. Set it, or name another setting in the configuration.`,
  };
}
