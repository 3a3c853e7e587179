import { z } from 'zod';
import type { CapabilityDeclaration, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import { readValues } from '../engine/values.ts';
import { speak } from '../engine/speak.ts';
import type { CapabilityUse, InputSource, Move, Run } from '../language/flow.ts';
import { defineKind, promptName, stepName } from './kind.ts';
import type { Linker } from './kind.ts';
import { passing } from './parts.ts';

const POLL_SECONDS = 2;
/** The words for waiting come again after so many polls, so that the line does not seem dead. */
const POLLS_BETWEEN_WORDS = 5;
const DEFAULT_LIMIT_SECONDS = 20;

const schema = z.strictObject({
  do: z.string().describe('The capability, such as callbacks.request'),
  with: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Inputs: $answer, $step.result or a plain value'),
  // oxlint-disable-next-line unicorn/no-thenable -- a word of the flow language; nobody awaits a schema
  then: z.record(z.string(), stepName).describe('Where each exit leads; always with `unavailable`'),
  waiting: promptName.optional().describe('Said while a remote capability works'),
  limit: z
    .int()
    .min(2)
    .max(60)
    .optional()
    .describe('Seconds until a remote capability counts as unavailable'),
});

/**
 * Asks a capability and goes on by its exit:
 * `promise: { do: callbacks.request, with: { number: $number }, then: { promised: tell, unavailable: sorry } }`.
 */
export const doStep = defineKind({
  keyword: 'do',
  schema,
  link(source, linker) {
    const declaration = linker.capability(source.do);
    checkWaiting(source, declaration, linker);
    const calls: CapabilityUse = {
      capability: source.do,
      inputs: Object.entries(source.with ?? {}).map(([name, value]) => ({
        name,
        from: readSource(value),
        path: linker.path('with', name),
      })),
      exits: Object.keys(source.then),
      path: linker.path('do'),
    };
    const then = new Map(Object.entries(source.then));
    const limit = source.limit ?? DEFAULT_LIMIT_SECONDS;

    const follow = (run: Run, answered: string, results: unknown): Move => {
      const known = declaration?.exits.includes(answered) === true && then.has(answered);
      const exit = known ? answered : 'unavailable';
      const values = known && declaration ? readValues(results, declaration.returns) : {};
      if (declaration?.forgetsOn?.includes(exit) === true) {
        run.session.answers = {};
        run.session.outcomes = {};
      }
      run.session.outcomes[linker.step] = { exit, values };
      run.events.push({ kind: 'outcome', step: linker.step, exit });
      return { kind: 'go', to: then.get(exit) ?? run.flow.exhausted };
    };
    const unavailable = (run: Run): Move => follow(run, 'unavailable', {});

    return {
      name: linker.step,
      kind: 'do',
      within: linker.within,
      ends: false,
      parts: passing({
        waits: declaration?.mode === 'remote',
        speaks:
          source.waiting === undefined ? [] : [{ prompt: source.waiting, path: linker.path('waiting') }],
        ways: [...then].map(([exit, to]) => ({
          by: { kind: 'exit', exit },
          to,
          path: linker.path('then', exit),
        })),
      }),
      calls,
      enter(run) {
        const input = collectInput(run, calls, declaration);
        if (declaration === undefined || input === null) return unavailable(run);
        const request = { step: linker.step, capability: source.do, mode: declaration.mode, input };
        if (declaration.mode === 'local') return { kind: 'request', request };
        return { kind: 'request', request, poll: pollOf(run, source.waiting) };
      },
      take(run, input) {
        if (input.kind === 'outcome') return follow(run, input.exit, input.values);
        if (declaration?.mode !== 'remote') return unavailable(run);
        run.session.polls += 1;
        if (run.session.polls * POLL_SECONDS >= limit) return unavailable(run);
        return { kind: 'wait', instruction: pollOf(run, source.waiting) };
      },
    };
  },
});

function pollOf(run: Run, prompt: string | undefined): Instruction {
  const speaks = prompt !== undefined && run.session.polls % POLLS_BETWEEN_WORDS === 0;
  return { kind: 'poll', speech: speaks ? speak(run, [{ prompt }]) : [], seconds: POLL_SECONDS };
}

function checkWaiting(
  source: z.output<typeof schema>,
  declaration: CapabilityDeclaration | undefined,
  linker: Linker,
): void {
  if (declaration?.mode === 'remote' && source.waiting === undefined) {
    const message = `"${source.do}" takes a while: "waiting" names the prompt that the caller hears meanwhile.`;
    linker.problem(linker.path('do'), 'missing-field', message);
  }
  if (declaration?.mode !== 'local') return;
  for (const field of ['waiting', 'limit'] as const) {
    if (source[field] === undefined) continue;
    linker.problem(
      linker.path(field),
      'unknown-field',
      `"${source.do}" answers at once: leave "${field}" out.`,
    );
  }
}

function readSource(value: string | number | boolean): InputSource {
  if (typeof value !== 'string' || !value.startsWith('$')) return { kind: 'literal', value };
  const [name = '', result] = value.slice(1).split('.', 2);
  return result === undefined ? { kind: 'answer', name } : { kind: 'result', step: name, result };
}

/** The inputs that are set; null where a required one is not, so that no capability runs on half a question. */
function collectInput(
  { session }: Run,
  calls: CapabilityUse,
  declaration: CapabilityDeclaration | undefined,
): Record<string, Value> | null {
  const input: Record<string, Value> = {};
  for (const { name, from } of calls.inputs) {
    const value = valueOf(from, session);
    if (value !== undefined) input[name] = value;
  }
  const required = Object.entries(declaration?.input ?? {}).filter(([, { required }]) => required);
  return required.every(([name]) => Object.hasOwn(input, name)) ? input : null;
}

function valueOf(from: InputSource, session: Run['session']): Value | undefined {
  switch (from.kind) {
    case 'literal':
      return from.value;
    case 'answer':
      return session.answers[from.name];
    case 'result':
      return session.outcomes[from.step]?.values[from.result];
  }
}
