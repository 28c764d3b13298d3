import { ComponentType, type APIContainerComponent } from 'discord.js';
import { expect, it } from 'vitest';
import { drawAnalysis } from '../../../commands/pictures/analysis-picture.ts';
import { soundFacts } from '../../../commands/wording/sound-words.ts';
import type { AnalysisView } from '../../../src/view.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { aHeardSong } from '../../support/heard-song.ts';
import { aTrack } from '../../support/tracks.ts';
import { rendered, textOf } from './messages.ts';

const HEARD = aHeardSong();
const VIEW: AnalysisView = {
  kind: 'analysis',
  track: aTrack(1, { durationMs: 180_000 }),
  facts: soundFacts(HEARD),
  picture: drawAnalysis(HEARD),
  alt: 'How “Song 1” goes over 3:00, section by section: 120 bpm, sure; A minor',
  like: [{ track: aTrack(2), reasons: ['same tempo and key'] }],
};

/** What the pictures of a message show, in words. */
function alts({ components }: Message): readonly (string | null | undefined)[] {
  return (components as readonly APIContainerComponent[]).flatMap(({ components: inside }) =>
    inside.flatMap((part) => (part.type === ComponentType.MediaGallery ? part.items.map(({ description }) => description) : [])),
  );
}

it('shows the picture of a track, says what it shows, and what was measured', async () => {
  const message = await rendered(VIEW);
  expect(alts(message)).toEqual([VIEW.alt]);
  const [picture] = message.files ?? [];
  expect(picture?.attachment.subarray(1, 4).toString()).toBe('PNG');
  expect(picture?.attachment.readUInt32BE(16)).toBeGreaterThanOrEqual(1_000);
  expect(picture?.attachment.length).toBeLessThan(1_000_000);
  expect(textOf(message).split('\n')).toEqual([
    '**Song 1** — Artist 1 · 3:00',
    '**Tempo** 120 bpm, sure · 4 beats to the bar',
    '**Key** A minor · Camelot 8A',
    '**Loudness** \\-14.3 LUFS · range 6.0 LU · true peak 0.0 dBTP',
    '**Character** electric · lively · warm · dense · danceable',
    '**Form** 3 sections: A B A · intro until 0:18 · outro from 2:42',
    '-# Nearest by sound',
    '1\\. **Song 2** — Artist 2 · 1:00',
    '-# same tempo and key',
    '-# /play asks for one of them.',
  ]);
});

it('speaks the language of the guild, to whoever does not see the picture as well', async () => {
  const message = await rendered(VIEW, 'de');
  expect(alts(message)).toEqual(['Wie „Song 1“ in 3:00 verläuft, Abschnitt für Abschnitt: 120 bpm, sicher; a-Moll']);
  expect(textOf(message)).toContain('**Lautheit** \\-14,3 LUFS · Umfang 6 LU · Spitze 0 dBTP');
  expect(textOf(message)).toContain('**Tonart** a-Moll');
});

it('says it in words alone where the picture cannot be drawn', async () => {
  const message = await rendered({ ...VIEW, picture: { width: 0, height: 0, shapes: [] } });
  expect(message.files).toBeUndefined();
  expect(textOf(message)).toContain('**Key** A minor');
});
