/**
 * Runs in a process with the preload, once per task of its first argument (a JSON list), and prints what became of each.
 * Plain libraries, used the way the product uses them: nothing here knows of the map.
 */
import dns, { lookup } from 'node:dns';
import { lookup as lookupPromise, Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import nodemailer from 'nodemailer';
import { Connection } from 'tedious';

const tasks = {
  async fetch(url) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return response.text();
  },
  async https(url) {
    const agent = new https.Agent({ keepAlive: true });
    const request = https.get(url, { agent });
    const [response] = await once(request, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    agent.destroy();
    return `${response.statusCode} ${text}`;
  },
  /** Resolves names itself before it connects. */
  async tedious(server) {
    const connection = new Connection({
      server,
      authentication: { type: 'default', options: { userName: 'u', password: 'p' } },
      options: { port: 1433, connectTimeout: 10_000, encrypt: true },
    });
    const connected = new Promise((resolve, reject) =>
      connection.connect((error) => (error ? reject(error) : resolve('connected'))),
    );
    try {
      return await connected;
    } finally {
      connection.close();
    }
  },
  async nodemailer(host) {
    const transport = nodemailer.createTransport({ host, port: 587, ignoreTLS: true, connectionTimeout: 10_000 });
    const { response } = await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 's', text: 't' });
    return response;
  },
  async socket(target) {
    const { host, port } = JSON.parse(target);
    const socket = net.connect(port, host);
    await once(socket, 'connect');
    socket.destroy();
    return 'connected';
  },
  lookupForms: async (name) => [
    await new Promise((resolve) => lookup(name, (error, address, family) => resolve([error, address, family]))),
    await new Promise((resolve) => dns.lookup(name, { all: true }, (error, list) => resolve([error, list]))),
    await lookupPromise(name),
    await dns.promises.lookup(name, { all: true }),
    await promisify(dns.lookup)(name),
    await new Promise((resolve) => dns.resolve4(name, (error, list) => resolve([error, list]))),
    await new Resolver().resolve(name),
    await new dns.promises.Resolver().resolve4(name, { ttl: true }),
  ],
  resolveMx: (name) => dns.promises.resolveMx(name),
  callbackResolver: (name) => promisify(new dns.Resolver().resolveTxt.bind(new dns.Resolver()))(name),
  async worker(url) {
    const code = `import { parentPort } from 'node:worker_threads';
      const text = await fetch(${JSON.stringify(url)}).then((r) => r.text(), (e) => e.cause.code);
      parentPort.postMessage(text);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    const [text] = await once(worker, 'message');
    await worker.terminate();
    return text;
  },
};

const results = [];
for (const [task, argument] of JSON.parse(process.argv[2])) {
  try {
    results.push(await tasks[task](argument));
  } catch (error) {
    const inner = error.cause ?? error;
    results.push({ code: inner.code, message: inner.message });
  }
}
console.log(JSON.stringify(results));
