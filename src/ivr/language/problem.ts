/** What is wrong with a flow, where, and what would mend it. The author reads it as `file:line:column message`. */
export interface Problem {
  readonly flow: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly step?: string;
  /** Stable and machine-readable, such as `missing-target`. */
  readonly code: string;
  /** One or two plain sentences. */
  readonly message: string;
  /** The shortest way of a call to the step: `language (1), notice, main (3), details`. */
  readonly way?: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A problem before it knows which flow and file it stands in. */
export interface Fault extends Position {
  readonly step?: string;
  readonly code: string;
  readonly message: string;
}

/** Sorts problems as an author walks through the files: flow.yaml first, then top to bottom. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const fileRank = (file: string): string => (file === 'flow.yaml' ? '' : file);
  return problems.toSorted(
    (a, b) =>
      fileRank(a.file).localeCompare(fileRank(b.file), 'en') || a.line - b.line || a.column - b.column,
  );
}

/**
 * `assistance-line/flow.yaml:12:5 missing-target in "main": There is no step "mian". Did you mean "main"?`, and on the
 * next line the shortest way of a call to it.
 */
export function describeProblem(folder: string, problem: Problem): string {
  const { file, line, column, code, step, message, way } = problem;
  const where = `${folder}/${file}:${line}:${column} ${code}${step === undefined ? '' : ` in "${step}":`} ${message}`;
  return way === undefined ? where : `${where}\n    way there: ${way}`;
}
