/** TDS data type codes. Source: MS-TDS 2.2.5.4. */
export const DataType = {
  null: 0x1f,
  int1: 0x30,
  bit: 0x32,
  int2: 0x34,
  int4: 0x38,
  smallDateTime: 0x3a,
  real: 0x3b,
  money: 0x3c,
  dateTime: 0x3d,
  float8: 0x3e,
  smallMoney: 0x7a,
  int8: 0x7f,
  guid: 0x24,
  intN: 0x26,
  date: 0x28,
  time: 0x29,
  dateTime2: 0x2a,
  dateTimeOffset: 0x2b,
  bitN: 0x68,
  decimalN: 0x6a,
  numericN: 0x6c,
  floatN: 0x6d,
  moneyN: 0x6e,
  dateTimeN: 0x6f,
  bigVarBinary: 0xa5,
  bigVarChar: 0xa7,
  bigBinary: 0xad,
  bigChar: 0xaf,
  nVarChar: 0xe7,
  nChar: 0xef,
  xml: 0xf1,
  image: 0x22,
  text: 0x23,
  sqlVariant: 0x62,
  nText: 0x63,
} as const;

/** SQL_Latin1_General_CP1_CI_AS, Azure SQL's default. */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

/** Length that announces a max type, whose values travel in chunks. */
export const MAX_LENGTH = 0xffff;
