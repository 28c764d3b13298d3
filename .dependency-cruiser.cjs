// The floors of the house, top to bottom (docs/architecture.md). A file may import what stands on a
// lower floor or in its own room, never beside or above.
const floors = [
  { name: 'main', rooms: ['^src/main\\.ts$', '^src/deploy-commands\\.ts$', '^src/forget\\.ts$'] },
  { name: 'doors', rooms: ['^src/discord/', '^src/room/', '^commands/'] },
  { name: 'command port', rooms: ['^src/(command|command-options|view)\\.ts$'] },
  { name: 'sessions', rooms: ['^src/session/', '^src/weekly/', '^src/imports/'] },
  { name: 'taste', rooms: ['^src/recommender/', '^src/reading/', '^src/lab/'] },
  { name: 'listening', rooms: ['^src/listening/', '^src/library/', '^src/analysis/'] },
  { name: 'ground', rooms: ['^src/audio/', '^src/storage/', '^src/training/', '^src/understanding/'] },
  { name: 'foundation', rooms: ['^src/[^/]+\\.ts$', '^models/'] },
];

const forbidden = [
  { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node:sqlite$' } },
  {
    name: 'models-stand-alone',
    comment: 'models/ are pure functions: nothing from src/, no I/O',
    severity: 'error',
    from: { path: '^models/' },
    to: { path: ['^src/', '^commands/'] },
  },
  {
    name: 'models-do-no-io',
    severity: 'error',
    from: { path: '^models/' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(assert|url)$' },
  },
];

const foundationFiles = ['^src/main\\.ts$', '^src/deploy-commands\\.ts$', '^src/forget\\.ts$', '^src/(command|command-options|view)\\.ts$'];
floors.forEach((floor, level) => {
  for (const room of floor.rooms) {
    const from = { path: room };
    if (floor.name === 'foundation') from.pathNot = foundationFiles;
    const higher = floors.slice(0, level).flatMap((f) => f.rooms);
    const beside = floor.rooms.filter((r) => r !== room && floor.name !== 'foundation');
    const reach = [...higher, ...beside];
    if (reach.length > 0) {
      forbidden.push({ name: `no-upward-import:${floor.name}`, severity: 'error', from, to: { path: reach } });
    }
  }
});

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript, a language of its own: compiled to models/kernels/kernels.wasm.
    exclude: { path: '^models/kernels/assembly/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
};
