import type { VNode } from 'preact';
import type { Picture } from '../../../picture.ts';
import { html } from '../html.ts';

/** A drawing, as the page shows it. */
export function Drawn({ picture: { width, height, shapes }, alt }: { readonly picture: Picture; readonly alt: string }): VNode {
  return html`<svg class="drawn" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${alt}>
    ${shapes.map((shape, i) =>
      shape.kind === 'path'
        ? html`<path key=${i} d=${shape.d} fill=${shape.fill} fill-opacity=${shape.opacity} />`
        : html`<text key=${i} x=${shape.x} y=${shape.y} font-size=${shape.size} fill=${shape.fill} text-anchor=${shape.anchor}>${shape.text}</text>`,
    )}
  </svg>`;
}
