/** sRGB, 0 to 255 a channel. */
export type Rgb = readonly [number, number, number];

/** OKLCH to sRGB (Björn Ottosson 2020), 0 to 255 a channel; what sRGB cannot show is cut off. */
export function fromOklch(light: number, chroma: number, hue: number): Rgb {
  const angle = (hue / 180) * Math.PI;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function gamma(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(255, Math.max(0, value * 255));
}

/** The same as `#rrggbb`. */
export function oklchHex(light: number, chroma: number, hue: number): string {
  return `#${fromOklch(light, chroma, hue).map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
