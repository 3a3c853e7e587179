import type { CapabilityDeclaration } from '../kernel/capability.ts';
import { flowJsonSchema } from '../ivr/language/schema.ts';
import { dial } from './flows-dial.ts';
import { readFlowFolders, writeScenario } from './flow-files.ts';
import type { FlowFolder } from './flow-files.ts';
import { checkFolder, printProblems, testFolder } from './flows-report.ts';

export interface FlowsDeps {
  /** One folder a line. */
  readonly flowsDir: string;
  /** What the office's features offer to flows. */
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly stdout: { write(text: string): unknown };
  readonly stdin: NodeJS.ReadableStream;
}

const USAGE = `usage: hotline flows <command>
  check [line]       finds what is wrong with the flows; exit code 1 if anything is
  test [-u] [line]   plays the scenarios; -u rewrites their "ends" and "answers" as the calls went
  dial <line>        a telephone in the terminal, with simulated capabilities
  schema             prints the JSON Schema of flow.yaml
`;

/**
 * `hotline flows check | test | dial | schema`
 *
 * @returns the exit code: 0, 1 if a flow or a scenario fails, 2 if the command is not understood
 */
export async function flowsCommand(args: readonly string[], deps: FlowsDeps): Promise<number> {
  const [command, ...rest] = args;
  const [line] = rest.filter((arg) => !arg.startsWith('-'));
  const print = (text: string): void => void deps.stdout.write(`${text}\n`);
  if (command === 'schema') {
    print(JSON.stringify(flowJsonSchema(), null, 2));
    return 0;
  }
  if (command !== 'check' && command !== 'test' && command !== 'dial') {
    deps.stdout.write(USAGE);
    return 2;
  }
  const folders = await readFlowFolders(deps.flowsDir);
  const chosen = folders.filter(({ name }) => line === undefined || name === line);
  if (chosen.length === 0 || (command === 'dial' && line === undefined)) {
    print(`Which line? There is ${folders.map(({ name }) => name).join(', ') || 'none'}.`);
    return 2;
  }
  if (command === 'dial') return await dialFirst(chosen, deps, print);
  const update = rest.includes('-u');
  let failed = false;
  for (const folder of chosen) {
    const flow = checkFolder(folder, deps, print);
    if (flow === null) failed = true;
    if (flow === null || command === 'check') continue;
    const results = testFolder(folder, flow, update, print);
    for (const [file, text] of results.rewritten) await writeScenario(deps.flowsDir, folder.name, file, text);
    failed = failed || results.failed > 0;
  }
  return failed ? 1 : 0;
}

async function dialFirst(
  [folder]: readonly FlowFolder[],
  deps: FlowsDeps,
  print: (text: string) => void,
): Promise<number> {
  const flow = folder === undefined ? null : checkFolder(folder, deps, print);
  if (flow === null) return 1;
  await dial(flow, deps.stdin, print);
  return 0;
}

export { printProblems };
