/** The app's host process, which may be stopped or killed and started again on its port. */
import type { RunningHost } from '../host/client.ts';

export type HostedApp = Pick<RunningHost, 'url' | 'masterKey' | 'hostKey' | 'eventGridKey' | 'exited' | 'stop'>;

export class AppProcess {
  readonly #launch: (port: number) => Promise<HostedApp>;
  #host: HostedApp | undefined;
  #announceDeath: (code: number | null) => void = () => {};
  /** Resolves when the app ends without having been asked to. */
  readonly died = new Promise<number | null>((resolve) => {
    this.#announceDeath = resolve;
  });
  url = '';
  masterKey = '';
  hostKey = '';
  eventGridKey = '';

  constructor(launch: (port: number) => Promise<HostedApp>) {
    this.#launch = launch;
  }

  async start(port: number): Promise<void> {
    const host = await this.#launch(port);
    this.#host = host;
    this.url = host.url;
    this.masterKey = host.masterKey;
    this.hostKey = host.hostKey;
    this.eventGridKey = host.eventGridKey;
    // A host that was asked to stop is no longer ours by the time it ends.
    void host.exited.then((code) => {
      if (this.#host === host) this.#announceDeath(code);
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    await host?.stop(signal);
  }
}
