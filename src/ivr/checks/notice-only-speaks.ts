import { problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** A flow of the kind `notice` only speaks: a line that asks something must have a way to help, and cannot be one. */
export const noticeOnlySpeaks: WrittenCheck = (flow) => {
  if (!flow.isNotice) return [];
  return stepsOf(flow)
    .filter(({ kind }) => kind !== 'say' && kind !== 'end')
    .map(({ name, kind }) => {
      const message = `"${name}" is of the kind "${kind}", but this flow is a notice: only say and end can stand in it.`;
      return problemAt(flow, ['steps', name], 'notice-asks', message);
    });
};
