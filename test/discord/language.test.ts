import { PermissionFlagsBits } from 'discord.js';
import { afterEach, expect, it } from 'vitest';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
afterEach(() => evening.close());

it('speaks the language that the server chose: on the card, in answers and in errors', async () => {
  evening = await TurningHouse.open();
  const { guild } = evening.house;
  const admins = guild.addRole('admins', { permissions: PermissionFlagsBits.ManageGuild });
  const ada = evening.house.member('Ada');
  ada.setRole(admins, true);
  const card = await evening.start(ada);
  await evening.until(() => card.text.includes('Next up'), 'the plan');

  expect((await ada.command('settings', { language: 'de' }).answered()).text).toContain('Einstellungen');
  await evening.until(() => card.text.includes('Als Nächstes') && card.text.includes('Aus der ganzen Bibliothek ausgesucht'), 'the card in German');
  expect(card.text).toContain(`### ${evening.title}\n`);
  expect((await ada.command('pause').answered()).text).toBe(`„${evening.title}“ ist angehalten: Mit /resume geht es weiter.`);
  expect((await evening.house.member('Ben').command('skip').answered()).text).toBe(`Die Musik spielt in <#${guild.channel('lounge').id}>: Komm dazu, oder hol sie mit /dj move zu dir.`);
  expect((await ada.command('privacy show').answered()).text).toContain('Was Segue über dich speichert');
  expect((await ada.command('help', { command: 'music' }).answered()).text).toContain('Musik für alle hier anhalten');

  await ada.command('settings', { language: 'en' }).answered();
  await evening.until(() => card.text.includes('Next up'), 'the card in English');
});
