import type { CapabilityDeclaration } from '../kernel/capability.ts';
import type { LinkedFlow } from '../ivr/language/flow.ts';
import { flowJsonSchema } from '../ivr/language/schema.ts';
import { describeProblem } from '../ivr/language/problem.ts';
import { openFlow } from '../ivr/open-flow.ts';
import { proofInWords } from '../ivr/proof/proof.ts';
import { readFlowFolders, writeScenario } from '../app/flow-files.ts';
import type { FlowFolder } from '../app/flow-files.ts';
import { dial } from './flows-dial.ts';
import { mutateFlow } from './flows-mutate.ts';
import { playScenarios } from './flows-test.ts';

export interface FlowsDeps {
  /** One folder a line. */
  readonly flowsDir: string;
  /** What the office's features offer to flows. */
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly stdout: { write(text: string): unknown };
  /** Where `dial` reads the caller's keys, a line at a time. */
  readonly stdin: NodeJS.ReadableStream;
}

const USAGE = `usage: hotline flows <command>
  check [line]       finds what is wrong with the flows
  test [-u] [line]   plays their scenarios; -u rewrites "ends" and "answers" as the calls went
  mutate [line]      deletes 300 things one at a time and lists what neither checks nor scenarios notice
  dial <line>        a telephone in the terminal, with simulated capabilities; --call-centre adds one
  schema             prints the JSON Schema of flow.yaml`;

/**
 * `hotline flows check | test | mutate | dial | schema`
 *
 * @returns the exit code: 0, 1 if a flow or a scenario fails, 2 if the command is not understood
 */
export async function flowsCommand(args: readonly string[], deps: FlowsDeps): Promise<number> {
  const [command = '', ...rest] = args;
  const [line] = rest.filter((arg) => !arg.startsWith('-'));
  const print = (text: string): void => void deps.stdout.write(`${text}\n`);
  switch (command) {
    case 'check':
      return await overFlows(deps, line, print, async () => true);
    case 'test':
      return await overFlows(deps, line, print, (flow, folder) =>
        testFlow(flow, folder, rest.includes('-u'), deps.flowsDir, print),
      );
    case 'mutate':
      return await overFlows(deps, line, print, async (_, folder) => {
        const { edits, survivors } = mutateFlow(folder, deps.capabilities);
        print(`${folder.name}: ${edits - survivors.length} of ${edits} deletions are noticed`);
        for (const survivor of survivors) print(`  not noticed: ${survivor}`);
        return true;
      });
    case 'dial':
      if (line === undefined) break;
      return await overFlows(deps, line, print, async (flow) => {
        await dial(flow, deps.stdin, print, rest.includes('--call-centre'));
        return true;
      });
    case 'schema':
      print(JSON.stringify(flowJsonSchema(), null, 2));
      return 0;
  }
  print(USAGE);
  return 2;
}

/** Opens the flows, says how each fared, and goes on with the sound ones. */
async function overFlows(
  { flowsDir, capabilities }: FlowsDeps,
  line: string | undefined,
  print: (text: string) => void,
  use: (flow: LinkedFlow, folder: FlowFolder) => Promise<boolean>,
): Promise<number> {
  const all = await readFlowFolders(flowsDir);
  const folders = all.filter(({ name }) => line === undefined || name === line);
  if (folders.length === 0) {
    print(`There is no such line. There is ${all.map(({ name }) => name).join(', ') || 'none'}.`);
    return 2;
  }
  let sound = true;
  for (const folder of folders) {
    const opened = openFlow(folder.name, folder.files, capabilities);
    if (opened.ok) {
      const { steps, languages, revision } = opened.flow;
      print(
        `${folder.name}: ok, ${steps.size} steps, ${languages.join(' and ')}, revision ${revision.slice(0, 12)}`,
      );
      print(`  ${proofInWords(opened.proof)}`);
    } else {
      const { length } = opened.problems;
      print(`${folder.name}: ${length} ${length === 1 ? 'problem' : 'problems'}`);
      for (const problem of opened.problems) print(describeProblem(folder.name, problem));
    }
    sound = opened.ok && (await use(opened.flow, folder)) && sound;
  }
  return sound ? 0 : 1;
}

async function testFlow(
  flow: LinkedFlow,
  folder: FlowFolder,
  rewrite: boolean,
  flowsDir: string,
  print: (text: string) => void,
): Promise<boolean> {
  const played = playScenarios(flow, folder);
  for (const { file, title, failures, rewritten } of played) {
    print(`${failures.length === 0 ? 'passed' : 'FAILED'}  ${folder.name}/scenarios/${file}  ${title}`);
    for (const failure of failures) print(`        ${failure}`);
    if (!rewrite || rewritten === null) continue;
    await writeScenario(flowsDir, folder.name, file, rewritten);
    print('        rewritten: read the change before you keep it');
  }
  const failed = played.filter(({ failures }) => failures.length > 0).length;
  print(`${folder.name}: ${played.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
