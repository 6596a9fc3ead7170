import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cardFaults } from '../../../../local/estate/teams/checkCard.ts';

const card = (changes: Record<string, unknown>): Record<string, unknown> => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'Lag is high' }],
  ...changes,
});
const body = (...items: unknown[]): Record<string, unknown> => card({ body: items });

/** One fault, which this describes. */
function assertFault(value: unknown, fault: RegExp): void {
  const faults = cardFaults(value);
  assert.equal(faults.length, 1, faults.join('\n'));
  assert.match(faults[0] ?? '', fault);
}

describe('an Adaptive Card that Teams takes', () => {
  it('may use every element of 1.5', () => {
    const everything = card({
      lang: 'en',
      fallbackText: 'Lag is high',
      msteams: { width: 'Full' },
      body: [
        { type: 'TextBlock', text: 'Orders', weight: 'bolder', size: 'Large', wrap: true, style: 'heading' },
        { type: 'Container', style: 'attention', bleed: true, items: [{ type: 'TextBlock', text: 'inside' }] },
        {
          type: 'ColumnSet',
          columns: [
            {
              type: 'Column',
              width: 'auto',
              items: [{ type: 'Image', url: 'data:image/png;base64,AA==', altText: 'a line' }],
            },
            { width: 'stretch', items: [{ type: 'TextBlock', text: 'a column without its type', isSubtle: true }] },
          ],
        },
        { type: 'FactSet', facts: [{ title: 'Lag', value: '12 s' }] },
        { type: 'RichTextBlock', inlines: ['bare ', { type: 'TextRun', text: 'bold', weight: 'bolder' }] },
        { type: 'ImageSet', images: [{ type: 'Image', url: 'https://example.org/a.png' }], imageSize: 'small' },
        { type: 'Media', sources: [{ mimeType: 'video/mp4', url: 'https://example.org/a.mp4' }] },
        {
          type: 'Table',
          columns: [{ width: 1 }, { width: 2 }],
          rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [{ type: 'TextBlock', text: 'cell' }] }] }],
        },
        { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://example.org/x' }] },
        { type: 'Input.Text', id: 'note', label: 'Note' },
        { type: 'Input.ChoiceSet', id: 'pick', choices: [{ title: 'One', value: '1' }] },
      ],
      actions: [
        { type: 'Action.OpenUrl', title: 'Status', url: 'https://example.org/' },
        {
          type: 'Action.ShowCard',
          title: 'More',
          card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'more' }] },
        },
        { type: 'Action.ToggleVisibility', title: 'Hide', targetElements: ['a'] },
      ],
    });
    assert.deepEqual(cardFaults(everything), []);
  });

  it('may be of any version from 1.0 to 1.5', () => {
    for (const version of ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'])
      assert.deepEqual(cardFaults(card({ version })), []);
  });
});

describe('a card that Teams would not draw', () => {
  it('is not a card, or of another version', () => {
    assertFault(undefined, /expected an Adaptive Card, saw nothing/);
    assertFault([], /saw a list/);
    assertFault(card({ type: 'MessageCard' }), /^type: .*MessageCard/);
    for (const version of ['1.6', '2.0', '1', '1.5.1', 1.5, undefined]) assertFault(card({ version }), /^version: /);
  });

  it('shows nothing', () => {
    assertFault(card({ body: [] }), /^body: .*empty/);
    assertFault(card({ body: undefined }), /body/);
  });

  it('has an element that does not exist, however deep', () => {
    assertFault(
      body({ type: 'Carousel', pages: [] }),
      /^body\[0\]\.type: expected one of TextBlock, .* saw 'Carousel'/,
    );
    assertFault(body({ type: 'constructor' }), /^body\[0\]\.type/);
    assertFault(body({ text: 'no type' }), /^body\[0\]\.type: .*saw nothing/);
    assertFault(body('words'), /^body\[0\]: expected an object/);
    const deep = {
      type: 'Container',
      items: [{ type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Chart' }] }] }],
    };
    assertFault(body(deep), /^body\[0\]\.items\[0\]\.columns\[0\]\.items\[0\]\.type/);
  });

  it('lacks what an element needs', () => {
    assertFault(body({ type: 'TextBlock' }), /^body\[0\]\.text: expected a value, saw nothing/);
    assertFault(body({ type: 'FactSet', facts: [{ title: 'Lag' }] }), /^body\[0\]\.facts\[0\]\.value: /);
    assertFault(body({ type: 'FactSet', facts: [{ value: '1' }] }), /^body\[0\]\.facts\[0\]\.title: /);
    assertFault(body({ type: 'Container' }), /^body\[0\]\.items: /);
    assertFault(body({ type: 'Image', altText: 'x' }), /^body\[0\]\.url: /);
    assertFault(card({ actions: [{ type: 'Action.OpenUrl', title: 'x' }] }), /^actions\[0\]\.url: /);
  });

  it('has a value of the wrong kind', () => {
    assertFault(body({ type: 'TextBlock', text: 12 }), /^body\[0\]\.text: expected text, saw 12/);
    assertFault(body({ type: 'TextBlock', text: null }), /expected text, saw null/);
    assertFault(body({ type: 'FactSet', facts: [{ title: 'Lag', value: 12 }] }), /facts\[0\]\.value: expected text/);
    assertFault(body({ type: 'FactSet', facts: {} }), /facts: expected a list, saw an object/);
    assertFault(body({ type: 'TextBlock', text: 'a', wrap: 'true' }), /wrap: expected true or false/);
    assertFault(body({ type: 'TextBlock', text: 'a', maxLines: '2' }), /maxLines: expected a number/);
    assertFault(body({ type: 'TextBlock', text: 'a', color: 'red' }), /color: expected one of default, .*saw 'red'/);
  });

  it('has a misspelt property', () => {
    assertFault(body({ type: 'TextBlock', text: 'a', colour: 'good' }), /^body\[0\]\.colour: no such property/);
    assertFault(card({ boddy: [] }), /^boddy: no such property/);
  });

  it('calls back, which a webhook cannot', () => {
    for (const type of ['Action.Submit', 'Action.Execute']) {
      assertFault(card({ actions: [{ type, title: 'Approve' }] }), /^actions\[0\]\.type: .*needs a bot/);
      assertFault(body({ type: 'ActionSet', actions: [{ type, title: 'Approve' }] }), /needs a bot/);
      assertFault(body({ type: 'Container', items: [], selectAction: { type } }), /needs a bot/);
    }
  });

  it('opens something that is no web page, and the address is not repeated', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'ftp://example.org/key', 'not an address']) {
      assertFault(
        card({ actions: [{ type: 'Action.OpenUrl', title: 'x', url }] }),
        /expected an http or https address/,
      );
    }
    const [fault = ''] = cardFaults(card({ actions: [{ type: 'Action.OpenUrl', url: 'ftp://example.org/secret' }] }));
    assert.equal(fault.includes('secret'), false);
  });

  it('uses an element that is newer than the version it says', () => {
    assertFault({ ...body({ type: 'Table', rows: [] }), version: '1.4' }, /came with 1\.5, the card says 1\.4/);
    assertFault({ ...body({ type: 'ActionSet', actions: [] }), version: '1.0' }, /came with 1\.2/);
  });

  it('is nested without end', () => {
    let nested: unknown = { type: 'TextBlock', text: 'a' };
    for (let level = 0; level < 10_000; level += 1) nested = { type: 'Container', items: [nested] };
    assertFault(body(nested), /at most 30 levels/);
  });

  it('is told all its faults at once', () => {
    assert.equal(cardFaults(body({ type: 'TextBlock' }, { type: 'Chart' }, { type: 'Image' })).length, 3);
  });
});
