/** A headless Chromium of Debian's, for tests that look at pages. */
import { type Browser, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  // Without these every start looks up Google's hosts, which a closed network refuses slowly.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Viewer {
  page: Page;
  /** What the page complained about: console errors and uncaught exceptions. */
  complaints: string[];
}

/** Opens one page and closes the browser when the body ends. */
export async function withBrowser(
  options: { width?: number; height?: number; colorScheme?: 'light' | 'dark'; scale?: number },
  body: (viewer: Viewer) => Promise<void>,
): Promise<void> {
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  try {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1180, height: options.height ?? 900 },
      colorScheme: options.colorScheme ?? 'light',
      deviceScaleFactor: options.scale ?? 1,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await body({ page, complaints });
  } finally {
    await browser.close();
  }
}
