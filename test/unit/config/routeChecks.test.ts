import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultAt, faultsOf, pathsOf, sound, warningsOf } from './documents.ts';

const CHANNELS = `channels:
  - { type: teams, name: on-call, url: { setting: A } }
  - { type: teams, name: mail, url: { setting: B } }
  - { type: teams, name: chat, url: { setting: C } }`;
const QUIET = 'alerts: { LagHigh: { above: 30s } }';
const withRoutes = (...routes: string[]) => sound(CHANNELS, QUIET, `routes: [${routes.join(', ')}]`);
const warned = (...routes: string[]) => pathsOf(warningsOf(withRoutes(...routes)));

const CRITICAL = '{ match: { severity: critical }, channels: [on-call] }';
const REST = '{ channels: [mail, chat, on-call] }';

test('a channel that is not there is refused with the one that was probably meant', () => {
  const fault = faultAt(withRoutes('{ channels: [on-cal] }'), 'routes[0].channels[0]');
  assert.match(fault.expected, /^did you mean 'on-call'\? Otherwise the name of a channel: on-call, mail, chat$/);
  assert.deepEqual([fault.seen, fault.example], ["'on-cal'", 'channels: [on-call]']);
});

test('so is one that is to take over', () => {
  const fault = faultAt(withRoutes('{ channels: [on-call], handOver: [mail, chatt] }'), 'routes[0].handOver[1]');
  assert.match(fault.expected, /did you mean 'chat'\?/);
  assert.equal(fault.example, 'handOver: [chat]');
});

test('the case of a name counts, and the right one is proposed', () => {
  assert.match(faultAt(withRoutes('{ channels: [Mail] }'), 'routes[0].channels[0]').expected, /did you mean 'mail'\?/);
});

test('where there are no channels at all the fault says so', () => {
  const fault = faultAt(sound('routes: [{ channels: [mail] }]'), 'routes[0].channels[0]');
  assert.equal(fault.expected, 'the name of a channel: there is none');
});

test('a name that looks like a secret is not repeated, neither where it stands nor as a proposal', () => {
  const secret = 'https://hooks.example/?sig=TOPSECRET';
  const channels = `channels: [{ type: teams, name: '${secret}', url: { setting: A } }]`;
  const faults = [
    ...faultsOf(sound(CHANNELS, `routes: [{ channels: ['${secret}'] }]`)),
    ...faultsOf(sound(channels, 'routes: [{ channels: [mail] }]')),
    ...warningsOf(sound(CHANNELS.replace('chat', `'${secret}'`), QUIET, 'routes: [{ channels: [on-call, mail] }]')),
  ];
  assert.equal(faults.length, 3);
  assert.doesNotMatch(JSON.stringify(faults), /TOPSECRET/);
});

test('a channel that is told anyway cannot take over', () => {
  const fault = faultAt(withRoutes('{ channels: [on-call, mail], handOver: [chat, mail] }'), 'routes[0].handOver[1]');
  assert.equal(fault.seen, "'mail', as at routes[0].channels[1]");
});

test('the same name twice in one list is a mistake too', () => {
  const first = faultAt(withRoutes('{ channels: [on-call, on-call] }'), 'routes[0].channels[1]');
  assert.equal(first.seen, "'on-call', as at routes[0].channels[0]");
  const second = faultAt(withRoutes('{ channels: [on-call], handOver: [mail, mail] }'), 'routes[0].handOver[1]');
  assert.equal(second.seen, "'mail', as at routes[0].handOver[0]");
});

test('two routes may name the same channel', () => {
  assert.deepEqual(warned(CRITICAL, '{ match: { severity: error }, channels: [on-call], handOver: [mail] }'), []);
});

test('a route tells somebody', () => {
  assert.equal(faultAt(withRoutes('{}'), 'routes[0].channels').seen, 'nothing');
  assert.equal(faultAt(withRoutes('{ channels: [] }'), 'routes[0].channels').seen, 'an empty list');
});

test('a time that ends when it begins is refused: nobody can say whether that is a day or nothing', () => {
  const same = faultAt(withRoutes("{ times: { from: '08:00', to: '08:00' }, channels: [mail] }"), 'routes[0].times.to');
  assert.equal(same.seen, "'08:00'");
  faultAt(withRoutes("{ times: { to: '00:00' }, channels: [mail] }"), 'routes[0].times.to');
  for (const times of ["to: '24:00'", "from: '22:00', to: '06:00'", "from: '20:00', to: '00:00'", "from: '08:00'"]) {
    assert.deepEqual(warned(`{ times: { ${times} }, channels: [on-call] }`), [], times);
  }
});

test('a time of day has two digits for the hour and two for the minute', () => {
  for (const wrong of ["'8:00'", "'24:00'", "'08:60'", "'0800'", '8', "'08:00:00'", "'-1:00'"]) {
    const text = withRoutes(`{ times: { from: ${wrong} }, channels: [mail] }`);
    assert.match(faultAt(text, 'routes[0].times.from').expected, /a time of day/, wrong);
  }
  faultAt(withRoutes("{ times: { to: '24:01' }, channels: [mail] }"), 'routes[0].times.to');
});

test('days are known by three letters, and some day is named', () => {
  const text = (days: string) => withRoutes(`{ times: { days: ${days} }, channels: [mail] }`);
  assert.match(faultAt(text('[mon, tuesday]'), 'routes[0].times.days[1]').expected, /mon, tue, wed/);
  faultAt(text('[]'), 'routes[0].times.days');
  faultAt(text('mon'), 'routes[0].times.days');
});

test('a time zone is one that the database of them knows, and a near one is proposed', () => {
  const text = (zone: string) => withRoutes(`{ times: { timeZone: ${zone} }, channels: [mail] }`);
  const fault = faultAt(text('Europe/Berln'), 'routes[0].times.timeZone');
  assert.deepEqual([fault.seen, fault.example], ["'Europe/Berln'", 'timeZone: Europe/Berlin']);
  for (const wrong of ["'+02:00'", 'Berlin', "''", '2', 'Mars/Olympus'])
    faultAt(text(wrong), 'routes[0].times.timeZone');
  for (const right of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'europe/berlin']) {
    assert.equal(faultsOf(text(`${right}, days: []`)).length, 1, `${right}: only the days are wrong`);
  }
});

test('a route behind one that takes everything is never reached', () => {
  const [warning, ...others] = warningsOf(withRoutes(REST, CRITICAL));
  assert.equal(warning?.path, 'routes[1]');
  assert.match(warning?.expected ?? '', /routes\[0\] matches every alert at any time and does not go on/);
  assert.deepEqual(others, []);
  assert.deepEqual(warned(CRITICAL, REST, CRITICAL, REST), ['routes[2]', 'routes[3]']);
});

test('an empty match takes everything as well', () => {
  assert.deepEqual(warned('{ match: {}, channels: [on-call, mail, chat] }', CRITICAL), ['routes[1]']);
});

test('one that goes on, that holds at times, or that matches some alerts leaves something to the next', () => {
  assert.deepEqual(warned('{ channels: [mail], goOn: true }', CRITICAL), []);
  assert.deepEqual(warned("{ times: { from: '08:00', to: '18:00' }, channels: [mail] }", CRITICAL), []);
  assert.deepEqual(warned("{ match: { scope: '*' }, channels: [mail] }", CRITICAL), []);
});

test('a channel that hears of nothing is a warning, where the routes leave nothing to it', () => {
  const [warning, ...others] = warningsOf(withRoutes(CRITICAL, '{ channels: [mail] }'));
  assert.deepEqual([warning?.path, warning?.seen, others], ['channels[2]', "'chat'", []]);
  assert.deepEqual(warned(CRITICAL, '{ channels: [mail], handOver: [chat] }'), [], 'it takes over');
  assert.deepEqual(warned(CRITICAL), [], 'what no route matches goes to every channel');
  assert.deepEqual(warned('{ channels: [mail, on-call] }', '{ channels: [chat] }'), ['channels[2]', 'routes[1]']);
});

test('every fault of the routes is named at once, whatever else is wrong', () => {
  const text = sound(
    'channels: [{ type: pager, name: pager }]',
    `routes:
  - { match: { severity: [critcal, error], region: [] }, channels: [pagr], handOver: [pager, pager], goOn: perhaps }
  - { mach: {}, times: { days: [someday], from: 8, to: '08:00' } }
  - 7`,
  );
  assert.deepEqual(pathsOf(faultsOf(text)), [
    'channels[0].type',
    'routes[0].channels[0]',
    'routes[0].goOn',
    'routes[0].handOver[1]',
    'routes[0].match.region',
    'routes[0].match.severity[0]',
    'routes[1].channels',
    'routes[1].mach',
    'routes[1].times.days[0]',
    'routes[1].times.from',
    'routes[2]',
  ]);
  for (const fault of faultsOf(text)) {
    assert.ok(fault.expected !== '' && fault.seen !== '' && fault.example !== '', JSON.stringify(fault));
  }
});
