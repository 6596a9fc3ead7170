/** What the functions of this app saw, for the tests to ask. */
import { app } from '@azure/functions';

export const seen = [];
let release = () => {};
export let gate = Promise.resolve();

/** Functions that wait do so until somebody opens the gate. */
app.http('closeGate', {
  methods: ['POST'],
  handler: () => {
    gate = new Promise((resolve) => {
      release = resolve;
    });
    return { status: 204 };
  },
});
app.http('openGate', {
  methods: ['POST'],
  handler: () => {
    release();
    return { status: 204 };
  },
});
app.http('seen', {
  methods: ['GET', 'DELETE'],
  handler: (request) => {
    const copy = [...seen];
    if (request.method === 'DELETE') seen.length = 0;
    return { jsonBody: copy };
  },
});
