import { ask } from './ask.ts';
import { branch } from './branch.ts';
import { doStep } from './do.ts';
import { end } from './end.ts';
import { flow } from './flow.ts';
import type { StepKind } from './kind.ts';
import { menu } from './menu.ts';
import { record } from './record.ts';
import { say } from './say.ts';
import { transfer } from './transfer.ts';

/** Every kind of step that a flow can have. */
export const kinds: readonly StepKind[] = [say, menu, ask, record, branch, doStep, transfer, flow, end];
