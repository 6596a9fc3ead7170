/** decimal(p,s): a sign and an integer of 4, 8, 12 or 16 bytes, the value times 10^s. Source: MS-TDS 2.2.5.5.1.6. */

export function decimalBytes(precision: number): number {
  if (precision <= 9) return 4;
  if (precision <= 19) return 8;
  return precision <= 28 ? 12 : 16;
}

/** `value` times 10^scale, rounded half away from zero on its shortest decimal spelling. @throws RangeError */
export function toUnscaled(value: number | bigint, precision: number, scale: number): bigint {
  const unscaled = typeof value === 'bigint' ? value * 10n ** BigInt(scale) : scaleNumber(value, scale);
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  if (magnitude >= 10n ** BigInt(precision)) {
    throw new RangeError(`expected a value that fits decimal(${precision},${scale}), saw ${value}`);
  }
  return unscaled;
}

function scaleNumber(value: number, scale: number): bigint {
  if (!Number.isFinite(value)) throw new RangeError(`expected a finite number, saw ${value}`);
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) - fraction.length + scale;
  const digits = BigInt(whole + fraction);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : roundOff(digits, -shift);
  return value < 0 ? -magnitude : magnitude;
}

function roundOff(digits: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places);
  return (digits + divisor / 2n) / divisor;
}

export function decimalToBytes(unscaled: bigint, bytes: number): Buffer {
  const out = Buffer.alloc(bytes + 1);
  out[0] = unscaled < 0n ? 0 : 1;
  let rest = unscaled < 0n ? -unscaled : unscaled;
  for (let index = 1; index <= bytes; index++) {
    out[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}

/** The nearest JavaScript number. */
export function decimalFromBytes(bytes: Buffer, scale: number): number {
  let unscaled = 0n;
  for (let index = bytes.length - 1; index >= 1; index--) unscaled = (unscaled << 8n) | BigInt(bytes[index] ?? 0);
  const digits = unscaled.toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return bytes[0] === 0 ? -Number(text) : Number(text);
}
