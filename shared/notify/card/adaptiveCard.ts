/** The part of Adaptive Cards 1.5 that our cards use. Teams shows no later version. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  fallbackText: string;
  msteams: { width: 'Full' };
  body: CardElement[];
  actions?: Array<{ type: 'Action.OpenUrl'; title: string; url: string }>;
}

export type CardElement =
  | {
      type: 'TextBlock';
      text: string;
      wrap: true;
      size?: 'Small' | 'Medium' | 'Large';
      weight?: 'Bolder';
      color?: ContainerStyle;
      isSubtle?: true;
      fontType?: 'Monospace';
      spacing?: 'None' | 'Small' | 'Medium';
      style?: 'heading';
    }
  /** Its runs know no Markdown: what stands there is shown, and copied, as it is. */
  | {
      type: 'RichTextBlock';
      spacing: 'Small';
      inlines: Array<{ type: 'TextRun'; text: string; fontType: 'Monospace'; size: 'Small' }>;
    }
  | { type: 'FactSet'; spacing?: 'Medium'; facts: Array<{ title: string; value: string }> }
  | {
      type: 'Container';
      style?: 'attention' | 'warning' | 'accent' | 'good' | 'emphasis';
      bleed?: true;
      spacing?: 'Small';
      items: CardElement[];
    };

export type ContainerStyle = 'Attention' | 'Warning' | 'Accent' | 'Good' | 'Default';
