import type { VNode } from 'preact';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { COLOURED, styleColour } from '../map/paint.ts';
import type { MapPoints } from '../map/points.ts';

interface MapLegendProps {
  readonly points: MapPoints;
  readonly chosen: number | null;
  readonly dark: boolean;
  readonly onChoose: (style: number | null) => void;
}

/** Which colour is which style; one that is pressed stands out. */
export function MapLegend({ points, chosen, dark, onChoose }: MapLegendProps): VNode {
  const counts = new Uint32Array(COLOURED + 1);
  for (const style of points.styleOf) counts[Math.min(style, COLOURED)]++;
  const names = [...points.styles.slice(0, COLOURED).entries(), ...(counts[COLOURED] > 0 ? [[COLOURED, 'others'] as const] : [])];
  return html`<ul class="map-legend" aria-label="Styles: press one to make it stand out">
    ${names.map(([style, name]) => html`<li key=${name}><button type="button" class="map-style" aria-pressed=${chosen === style} title=${plural(counts[style], 'track', 'tracks')}
      onClick=${() => onChoose(chosen === style ? null : style)}><span class="swatch" aria-hidden="true" style=${{ background: styleColour(style, dark) }}></span>${name}</button></li>`)}
  </ul>`;
}
