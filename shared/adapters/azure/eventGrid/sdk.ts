/** Loaded on demand as a file of ours: esbuild gives a dynamically imported CommonJS package its default export only, Node its names too. */
export { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
