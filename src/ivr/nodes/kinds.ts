import { ask } from './ask.ts';
import { branch } from './branch.ts';
import { doStep } from './do.ts';
import { end } from './end.ts';
import type { StepKind } from './kind.ts';
import { menu } from './menu.ts';
import { record } from './record.ts';
import { say } from './say.ts';

/** Every kind of step that a flow can have. */
export const kinds: readonly StepKind[] = [say, menu, ask, record, branch, doStep, end];
