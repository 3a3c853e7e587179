import type { z } from 'zod';
import { complain } from './complaint.ts';
import type { Expectation } from './complaint.ts';
import type { Position, Problem } from './problem.ts';
import type { FlowSource } from './flow-source.ts';
import type { Path } from './source.ts';

/** Gathers what is wrong while a flow is linked, so that an author sees all of it at once. */
export interface Reporter {
  readonly problems: Problem[];
  /** Something is wrong at a path of flow.yaml. */
  report(path: Path, code: string, message: string): void;
  /** The value at a path of flow.yaml does not fit its schema. */
  refuse(path: Path, expected: Expectation, error: z.ZodError): void;
  /** Something is wrong in another file. */
  reportIn(file: string, at: Position, code: string, message: string): void;
}

export function createReporter(flow: string, source: FlowSource): Reporter {
  const problems: Problem[] = [];
  const inStep = (path: Path) => (path[0] === 'steps' && path.length > 1 ? { step: String(path[1]) } : {});
  return {
    problems,
    report(path, code, message) {
      problems.push({ flow, ...source.place(path), ...inStep(path), code, message });
    },
    refuse(path, expected, error) {
      const found = source.fileOf(path);
      const { file } = found.source;
      for (const fault of complain(found.source, found.path, error, expected)) {
        problems.push({ flow, file, ...fault, ...inStep(path) });
      }
    },
    reportIn(file, at, code, message) {
      problems.push({ flow, file, ...at, code, message });
    },
  };
}
