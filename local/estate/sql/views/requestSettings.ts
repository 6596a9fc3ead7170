import { bit, int, nvarchar, required, smallint } from './columnTypes.ts';

/** The settings that a session and its request report alike. */
export const settingColumns = {
  text_size: required(int),
  language: nvarchar(128),
  date_format: nvarchar(3),
  date_first: required(smallint),
  quoted_identifier: required(bit),
  arithabort: required(bit),
  ansi_null_dflt_on: required(bit),
  ansi_defaults: required(bit),
  ansi_warnings: required(bit),
  ansi_padding: required(bit),
  ansi_nulls: required(bit),
  concat_null_yields_null: required(bit),
  transaction_isolation_level: required(smallint),
};

export const SETTINGS = {
  text_size: 2147483647,
  language: 'us_english',
  date_format: 'mdy',
  date_first: 7,
  quoted_identifier: true,
  arithabort: true,
  ansi_null_dflt_on: true,
  ansi_defaults: false,
  ansi_warnings: true,
  ansi_padding: true,
  ansi_nulls: true,
  concat_null_yields_null: true,
  transaction_isolation_level: 2,
};
