import { createInterface } from 'node:readline';
import type { CapabilityDeclaration, CapabilityOutcome, Value, ValueType } from '../kernel/capability.ts';
import type { Instruction } from '../kernel/instructions.ts';
import type { LinkedFlow } from '../ivr/language/flow.ts';
import { simulateCall } from '../ivr/scenarios/call.ts';
import type { SimulatedCall } from '../ivr/scenarios/call.ts';

const HELP = `Type keys and press Enter. An empty line is silence, "r 20" records for 20 seconds, "h" hangs up.
This is a rehearsal: capabilities are simulated, nothing is stored and nobody is called.`;

/** Given out by a simulated capability, so that prompts have something to say. */
const samples: Readonly<Record<ValueType, Value>> = {
  text: 'an example',
  choice: 'example',
  yes_no: true,
  phone: '+12025550123',
  zip: '90012',
  digits: '480917',
  identifier: '001234567',
  amount: 3,
  recording: { recording: 'RE-example', seconds: 10 },
  date: '2026-03-02',
};

/** A telephone in the terminal: reads keys from `input` until the call or the input ends. */
export async function dial(
  flow: LinkedFlow,
  input: NodeJS.ReadableStream,
  print: (text: string) => void,
): Promise<void> {
  print(HELP);
  const call = simulateCall(
    flow,
    { open: true, callerNumber: '+12025550123', caller: 'known', callCentre: null },
    (request) => {
      const outcome = simulate(flow.capabilities.get(request.capability));
      print(`[simulated] ${request.capability} ${JSON.stringify(request.input)} → ${outcome.exit}`);
      return outcome;
    },
  );
  speak(call, print);
  if (call.session().ended === null) {
    for await (const line of createInterface({ input })) {
      takeLine(call, line.trim());
      speak(call, print);
      if (call.session().ended !== null) break;
    }
  }
  const { step, ended } = call.session();
  print(ended === null ? `The call waits in "${step}".` : `The call ended in "${step}" (${ended.reason}).`);
}

function takeLine(call: SimulatedCall, line: string): void {
  const seconds = /^r\s*(\d{1,3})$/.exec(line)?.[1];
  if (line === 'h') call.send({ kind: 'hangup' });
  else if (line === '') call.send({ kind: 'silence' });
  else if (seconds !== undefined) {
    call.send({ kind: 'recording', recording: 'RE-rehearsal', seconds: Number(seconds) });
  } else call.press(line);
}

function speak(call: SimulatedCall, print: (text: string) => void): void {
  for (const words of call.takeWords()) print(`  ${words}`);
  const { step, language, ended } = call.session();
  if (ended === null) print(`[${step}, ${language}] ${waitsFor(call.waitsFor())}`);
}

function waitsFor(instruction: Instruction | undefined): string {
  if (instruction?.kind === 'record') return `recording, up to ${instruction.maxSeconds} s`;
  if (instruction?.kind !== 'gather') return 'waits';
  const { numDigits, finishOnKey, timeoutSeconds } = instruction;
  const keys = numDigits === undefined ? 'keys' : `${numDigits} ${numDigits === 1 ? 'key' : 'keys'}`;
  return `waits ${timeoutSeconds} s for ${keys}${finishOnKey === '' ? '' : `, ${finishOnKey} ends`}`;
}

/** The first exit that a capability declares, with an example of each of its results. */
function simulate(declaration: CapabilityDeclaration | undefined): CapabilityOutcome {
  const returns = Object.entries(declaration?.returns ?? {});
  return {
    exit: declaration?.exits[0] ?? 'unavailable',
    values: Object.fromEntries(returns.map(([name, type]) => [name, samples[type]])),
  };
}
