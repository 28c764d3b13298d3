import { z } from 'zod';
import { command } from '../src/command.ts';
import type { TasteView } from '../src/view.ts';
import type { SoundMapPicture } from '../src/recommender/recommender.ts';
import type { TasteProfile } from '../src/recommender/taste-profile.ts';
import { visible } from '../src/visible.ts';
import { drawTasteMap } from './pictures/taste-map-picture.ts';
import { drawTasteWeeks, MOST_ROWS } from './pictures/taste-weeks-picture.ts';
import { whisper } from './wording/notice.ts';
import { mapAlt, tasteFacts, weeksAlt } from './wording/taste-words.ts';

export const taste = command('taste', {
  description: 'Your taste as Segue knows it: styles, how they moved, top artists, how adventurous you are',
  options: z.object({ share: z.boolean().optional().describe('Yes to show it to everybody here; else only you see it') }),
  rights: 'anyone',
  async run({ caller, services: { listening, recommender } }, { share = false }) {
    if (listening.consentOf(caller.id) === 'unasked') {
      return whisper('You are not counted in, so nothing is known of your taste: /privacy join changes that, and it grows with what you hear.', 'info');
    }
    const profile = await recommender.tasteProfile(caller.id);
    if (profile === undefined) return whisper('Your taste cannot be told just now: the part of Segue that knows starts again, ask in a minute.', 'info');
    if (profile === null) return whisper('You have not heard anything here yet: /dj start plays music, and what you hear becomes your taste.', 'info');
    return { private: !share, view: viewOf(readable(profile), await recommender.soundMap(), share ? caller.name : null) };
  },
});

/** @param name whose it is, where others see it */
function viewOf(profile: TasteProfile, map: SoundMapPicture | null, name: string | null): TasteView {
  const { styles, weeks, heard } = profile;
  const ridges = drawTasteWeeks(profile);
  const ground = map && drawTasteMap(map, heard, styles);
  return {
    kind: 'taste',
    name,
    facts: tasteFacts(profile),
    map: ground && { picture: ground, alt: mapAlt(profile) },
    weeks: ridges && { picture: ridges, alt: weeksAlt(profile, MOST_ROWS) },
    // Which tracks somebody hears can be read off a map that can be looked into: that is theirs.
    figures: { styles, weeks, heard: name === null ? heard : [] },
  };
}

/** What files and articles call things, as people can read it. */
function readable(profile: TasteProfile): TasteProfile {
  return {
    ...profile,
    styles: profile.styles.map((one) => ({ ...one, style: visible(one.style) })),
    artists: profile.artists.map((one) => ({ ...one, artist: visible(one.artist) })),
  };
}
