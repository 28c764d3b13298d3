import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile } from '../option.ts';
import { createTool } from '../tool.ts';
import { analyseFiles } from './analyse-files.ts';
import { analysisLines, beatLines, type NamedAnalysis } from './analysis-table.ts';
import { audioFiles } from './audio-files.ts';

export const analyse = createTool({
  name: 'analyse',
  about: 'Listens to every music file of a folder: tempo, beats, key, loudness, sections and character.',
  options: {
    audio: { ...file('folder of music, with all below it'), value: 'FOLDER' },
    out: file('table to write, a line a file'),
    beats: optionalFile('table to write: file beat time bar'),
  },
  async run({ audio, out, beats }, say) {
    await checkWritable(out);
    if (beats !== undefined) await checkWritable(beats, [out]);
    const files = await audioFiles(audio);
    say(`listening to ${files.length} files`);
    const results = await analyseFiles(files, ({ name }, analysed) => {
      if ('reason' in analysed) say(`${name}: ${analysed.reason}`);
    });
    const analyses = results.flatMap((analysed, i): NamedAnalysis[] => ('analysis' in analysed ? [[files[i].name, analysed.analysis]] : []));
    await writeWhole(out, analysisLines(analyses));
    if (beats !== undefined) await writeWhole(beats, beatLines(analyses));
    const seconds = analyses.reduce((sum, [, analysis]) => sum + analysis.seconds, 0);
    return { files: files.length, analysed: analyses.length, failed: files.length - analyses.length, audioSeconds: Math.round(seconds) };
  },
});
