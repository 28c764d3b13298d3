/** A drawing of plain shapes, which every door shows in its own way: as SVG, or as an image made of that. Later shapes lie over earlier ones. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type Shape = PathShape | TextShape;

export interface PathShape {
  readonly kind: 'path';
  /** As in the `d` of an SVG path. */
  readonly d: string;
  /** `#rrggbb` */
  readonly fill: string;
  /** 0 to 1 */
  readonly opacity: number;
}

export interface TextShape {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  /** Of the line that letters stand on. */
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  /** Which part of the text lies at {@link x}. */
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A picture as an SVG file. */
export function svgOf({ width, height, shapes }: Picture, fontFamily: string): string {
  const drawn = shapes.map((shape) =>
    shape.kind === 'path'
      ? `<path d="${shape.d}" fill="${shape.fill}" fill-opacity="${shape.opacity}"/>`
      : `<text x="${shape.x}" y="${shape.y}" font-size="${shape.size}" fill="${shape.fill}" text-anchor="${shape.anchor}">${escaped(shape.text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">${drawn.join('')}</svg>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
