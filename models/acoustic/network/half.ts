const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The nearest number of 16 bits (IEEE 754 binary16), as bits; ties to even. Beyond 65,504 it is infinite. */
export function halfBits(value: number): number {
  single[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = Math.abs(single[0]);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65_520) return sign | 0x7c00;
  // Below 2⁻¹⁴ the steps are 2⁻²⁴ each; above, 1,024 to every power of two.
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const steps = toEven(magnitude / 2 ** (exponent - 10));
  return sign | ((exponent + 14) * 1024 + steps);
}

/** The number that 16 bits stand for. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
