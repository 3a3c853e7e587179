import { createInterface } from 'node:readline';
import type { CapabilityDeclaration, CapabilityOutcome, Value, ValueType } from '../kernel/capability.ts';
import type { Instruction } from '../kernel/instructions.ts';
import type { LinkedFlow } from '../ivr/language/flow.ts';
import { simulateCall } from '../ivr/scenarios/call.ts';
import type { SimulatedCall } from '../ivr/scenarios/call.ts';

const HELP = `Type keys and press Enter. An empty line is silence, "s words" speaks, "r 20" records for 20 seconds,
"t talked" or "t missed" ends a transfer, "h" hangs up.
This is a rehearsal: capabilities are simulated, nothing is stored and nobody is called.`;

const callCentre = { number: '+12025550177', from: '+18005550199' };

/** Given out by a simulated capability, so that prompts have something to say; by name, or else by type. */
const namedSamples: Readonly<Record<string, Value>> = {
  office: 'Los Angeles',
  case_number: 'H L, 2 6, 4 8 0, 9 1 7, 8',
  pin: '4821',
  last_two: '23',
};
const samples: Readonly<Record<ValueType, Value>> = {
  text: 'an example',
  choice: 'any',
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
  hasCallCentre: boolean,
): Promise<void> {
  print(HELP);
  const call = simulateCall(
    flow,
    {
      open: true,
      callerNumber: '+12025550123',
      caller: 'known',
      callCentre: hasCallCentre ? callCentre : null,
    },
    (request) => {
      const outcome = simulate(flow.capabilities.get(request.capability), request.input);
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
  const words = /^s\s+(.+)$/.exec(line)?.[1];
  const transfer = /^t\s+(talked|missed)$/.exec(line)?.[1];
  if (line === 'h') call.send({ kind: 'hangup' });
  else if (words !== undefined) call.send({ kind: 'speech', words, confidence: 1 });
  else if (transfer !== undefined) call.send({ kind: 'transferred', result: transfer });
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
  if (instruction?.kind === 'transfer') return `rings ${instruction.to} for ${instruction.ringSeconds} s`;
  if (instruction?.kind !== 'gather') return 'waits';
  const { numDigits, finishOnKey, timeoutSeconds, listens } = instruction;
  const keys = numDigits === undefined ? 'keys' : `${numDigits} ${numDigits === 1 ? 'key' : 'keys'}`;
  const words = listens === undefined ? '' : ' or words';
  return `waits ${timeoutSeconds} s for ${keys}${words}${finishOnKey === '' ? '' : `, ${finishOnKey} ends`}`;
}

/**
 * The first exit that a capability declares, with an example of each of its results; where it was asked for a value
 * of the same name, such as a window, with that.
 */
function simulate(
  declaration: CapabilityDeclaration | undefined,
  input: Readonly<Record<string, Value>>,
): CapabilityOutcome {
  const returns = Object.entries(declaration?.returns ?? {});
  return {
    exit: declaration?.exits[0] ?? 'unavailable',
    values: Object.fromEntries(
      returns.map(([name, type]) => [name, input[name] ?? namedSamples[name] ?? samples[type]]),
    ),
  };
}
