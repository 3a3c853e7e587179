import { capabilityDeclarations } from '../app/features.ts';
import { flowsCommand as run } from './flows.ts';

/** `hotline flows …` on the folder that FLOWS_DIR names, with the capabilities of this office. */
export const flowsCommand = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> =>
  run(args, {
    flowsDir: env['FLOWS_DIR'] || 'ivr-flows',
    capabilities: capabilityDeclarations,
    stdout: process.stdout,
    stdin: process.stdin,
  });
