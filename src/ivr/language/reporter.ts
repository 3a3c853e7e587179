import type { z } from 'zod';
import { complain } from './complaint.ts';
import type { Expectation } from './complaint.ts';
import type { Position, Problem } from './problem.ts';
import type { FlowSource } from './flow-source.ts';
import type { Path } from './source.ts';
import { stepNaming } from './way-there.ts';

/** Gathers what is wrong while a flow is linked, so that an author sees all of it at once. */
export interface Reporter {
  readonly problems: Problem[];
  /** Something is wrong at a path of flow.yaml. */
  report(path: Path, code: string, message: string): void;
  /** The value at a path of flow.yaml does not fit its schema. */
  refuse(path: Path, expected: Expectation, error: z.ZodError): void;
  /** Something is wrong in another file; `path` leads to the prompt that it is about. */
  reportIn(file: string, at: Position, code: string, message: string, path?: Path): void;
}

export function createReporter(flow: string, source: FlowSource): Reporter {
  const problems: Problem[] = [];
  const inStep = ([first, name]: Path): { readonly step?: string } => {
    if (typeof name !== 'string') return {};
    const step =
      first === 'steps'
        ? name
        : first === 'collects' || first === 'prompts'
          ? stepNaming(source, name)
          : undefined;
    return step === undefined ? {} : { step };
  };
  return {
    problems,
    report(path, code, message) {
      problems.push({ flow, ...source.place(path), ...inStep(path), code, message });
    },
    refuse(path, expected, error) {
      const found = source.fileOf(path);
      const { file } = found.source;
      for (const { path: about, ...fault } of complain(found.source, found.path, error, expected)) {
        problems.push({ flow, file, ...fault, ...inStep(about) });
      }
    },
    reportIn(file, at, code, message, path = []) {
      problems.push({ flow, file, ...at, ...inStep(path), code, message });
    },
  };
}
