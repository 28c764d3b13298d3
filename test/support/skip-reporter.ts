import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says plainly what was skipped, after everything else: the reason stands in the name of the suite. With
 * SEGUE_NOTHING_SKIPPED set (the continuous integration has every program) a skipped test is a failure.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const reasons = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state]++;
        if (state !== 'skipped') continue;
        const reason = /skipped: [^)>]+/.exec(test.fullName)?.[0] ?? `skipped: ${test.fullName}`;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of reasons) process.stdout.write(`${count} ${count === 1 ? 'test' : 'tests'} ${reason}\n`);
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
    if (process.env['SEGUE_NOTHING_SKIPPED'] && counts.skipped > 0) process.exitCode = 1;
  }
}
