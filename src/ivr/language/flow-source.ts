import { isRecord } from '../engine/values.ts';
import type { Position } from './problem.ts';
import type { Path, Source } from './source.ts';

/** The files that the steps of a flow stand in: flow.yaml, and a `flow.<name>.yaml` for each of its sub-flows. */
export interface FlowSource {
  readonly main: Source;
  /** By the sub-flow's name, as its file is called. */
  readonly subFlows: ReadonlyMap<string, Source>;
  /**
   * Where the value at a path stands, in whichever file. A path begins as it does in flow.yaml,
   * `['steps', 'main', 'keys', '3']`; what a sub-flow's file says besides its steps is at `['flow', name, …]`.
   */
  place(path: Path): Place;
  /** The file that a path stands in, and the path within it. */
  fileOf(path: Path): { readonly source: Source; readonly path: Path };
}

export interface Place extends Position {
  readonly file: string;
}

export function createFlowSource(main: Source, subFlows: ReadonlyMap<string, Source>): FlowSource {
  const fileOfStep = new Map<string, Source>();
  for (const source of [...subFlows.values(), main]) {
    for (const name of stepNames(source)) fileOfStep.set(name, source);
  }
  const fileOf: FlowSource['fileOf'] = (path) => {
    const [first, second, ...rest] = path;
    const subFlow = first === 'flow' ? subFlows.get(String(second)) : undefined;
    if (subFlow !== undefined) return { source: subFlow, path: rest };
    return { source: (first === 'steps' && fileOfStep.get(String(second))) || main, path };
  };
  return {
    main,
    subFlows,
    fileOf,
    place(path) {
      const { source, path: inFile } = fileOf(path);
      return { file: source.file, ...source.at(inFile) };
    },
  };
}

/** The names that a file gives its steps, whatever else is wrong with it. */
export function stepNames({ value }: Source): string[] {
  const steps = isRecord(value) ? value['steps'] : undefined;
  return isRecord(steps) ? Object.keys(steps) : [];
}
