import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../browser.ts';
import { FakeDiscord, type FakeMessage } from '../discord/fake-discord.ts';
import { SegueProcess } from '../segue-process.ts';
import { messagePage } from './message-page.ts';

/**
 * `node test/support/card/draw.ts <folder>`: plays an evening with the demo library on a Discord of its own and
 * draws what Segue sent there — the card, the question for consent, the settings page, a list, a taste, the statistics, some answers.
 */
const [folder = '.'] = process.argv.slice(2);
const data = await mkdtemp(join(tmpdir(), 'segue-card-'));
const discord = await FakeDiscord.start();
const guild = discord.addGuild({ name: 'The Basement', members: ['Ada', 'Ben'] });
const segue = await SegueProcess.start({ SEGUE_DATA: data, DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, NODE_EXTRA_CA_CERTS: discord.certificateFile });
const browser = await launchBrowser();
try {
  await discord.until(() => discord.commands.length > 0, 'the commands', 20_000);
  const manager = guild.addMember('Mo', { permissions: 32n });
  const [ada, ben] = [guild.member('Ada'), guild.member('Ben')];
  for (const member of [ada, ben, manager]) member.join(guild.channel('lounge'));
  await ada.command('dj start').answered(60_000);
  const consent = await found(({ text }) => text.includes('Count me in'));
  await draw('consent', [consent]);
  for (const member of [ada, ben]) await member.press(consent, 'Count me in').answered();
  await manager.press(consent, 'Not now').answered();
  for (let i = 0; i < 4; i++) {
    const card = await found(isCard);
    await ada.press(card, i % 2 === 0 ? '❤️' : '👍').answered();
    await ben.press(card, '👍').answered();
    const before = card.text;
    for (const member of [ada, ben]) await member.press(card, '⏭️').acknowledged();
    await discord.until(() => card.text !== before, 'the next track', 20_000);
  }
  const card = await found(isCard);
  await ben.press(card, '👍').answered();
  const edits = card.editedAt.length;
  await discord.until(() => card.editedAt.length > edits + 1, 'the time to pass', 60_000);
  await draw('card', [card]);
  const answers: FakeMessage[] = [];
  for (const line of ['queue', 'why', 'privacy show', 'library show', 'nowplaying', 'help', 'settings']) {
    const answer = await (line === 'settings' ? manager : ada).command(line).answered();
    if (answer.original) answers.push(answer.original);
  }
  await draw('settings', answers.splice(-1));
  await draw('answers', answers);
  for (const [name, line, options] of [['list', 'discover', { length: 12 }], ['taste', 'taste', {}], ['stats', 'stats', {}], ['newcomer', 'start', {}]] as const) {
    const { original: answer } = await ada.command(line, options).answered(60_000);
    await draw(name, answer ? [answer] : []);
  }
  await ada.command('dj stop').answered().catch(() => manager.command('dj stop').answered());
  await discord.until(() => guild.voice.channelId === null, 'the end').catch(() => manager.command('dj stop').answered());
  await discord.until(() => card.controls.every(({ disabled }) => disabled), 'the card to be closed');
  await draw('ended', [card]);
  if (discord.problems.length > 0) process.stderr.write(`${discord.problems.join('\n')}\n`);
} finally {
  await browser.close();
  await segue.end();
  await discord.stop();
  await rm(data, { recursive: true, force: true });
}

function isCard(message: FakeMessage): boolean {
  return message.controls.some(({ emoji }) => emoji === '⏭️');
}

function found(which: (message: FakeMessage) => boolean): Promise<FakeMessage> {
  return discord.until(() => ['general', 'lounge'].flatMap((name) => guild.channel(name).messages).findLast(which), 'a message', 60_000);
}

async function draw(name: string, messages: readonly FakeMessage[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 652, height: 200 }, deviceScaleFactor: 2 });
  const sent = messages.map(({ components, attachments }) => ({ components, attachments: attachments.map((file) => ({ filename: file.name, bytes: file.bytes })) }));
  await page.setContent(messagePage(sent, Date.now()));
  await writeFile(join(folder, `${name}.png`), await page.screenshot({ fullPage: true }));
  await page.close();
}
