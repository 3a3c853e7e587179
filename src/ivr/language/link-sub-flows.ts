import { fieldsOf } from './fields.ts';
import { stepNames } from './flow-source.ts';
import type { FlowSource } from './flow-source.ts';
import type { Reporter } from './reporter.ts';
import { subFlowFile } from './schema.ts';
import type { SubFlowFile } from './schema.ts';

/** A part of a flow in a file of its own, which other steps can go through and come back from. */
export type SubFlow = Pick<SubFlowFile, 'start' | 'steps'>;

/** Reads the files of sub-flows: what each is called, where it begins, and its steps, which are compiled later. */
export function linkSubFlows(source: FlowSource, reporter: Reporter): Map<string, SubFlow> {
  const subFlows = new Map<string, SubFlow>();
  const taken = new Map(stepNames(source.main).map((step) => [step, source.main.file]));
  for (const [name, sub] of source.subFlows) {
    for (const step of stepNames(sub)) {
      const other = taken.get(step);
      taken.set(step, sub.file);
      if (other === undefined) continue;
      const message = `There is a step "${step}" in ${other} too: each step of a line has its own name.`;
      const path = ['steps', step];
      reporter.reportIn(sub.file, sub.atKey(path), 'duplicate-step', message, path);
    }
    const parsed = subFlowFile.safeParse(sub.value);
    if (!parsed.success) {
      reporter.refuse(['flow', name], { thing: 'a sub-flow', fields: fieldsOf(subFlowFile) }, parsed.error);
      continue;
    }
    const { flow, start, steps } = parsed.data;
    if (flow !== name) {
      const message = `This sub-flow calls itself "${flow}", and its file is ${sub.file}: they are the same name.`;
      reporter.report(['flow', name, 'flow'], 'wrong-name', message);
    }
    subFlows.set(name, { start, steps });
  }
  return subFlows;
}
