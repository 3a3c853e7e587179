import { isAppError } from './kernel/errors.ts';

/** `hotline <command>`: each command is a module that is loaded only when it is asked for. */
type Command = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>;

const commands: Readonly<Record<string, { readonly does: string; readonly load: () => Promise<Command> }>> = {
  demo: {
    does: 'start everything on this machine with sample data; --once places one call and exits',
    load: async () => (await import('./cli/demo.ts')).demoCommand,
  },
  flows: {
    does: 'check, test or dial the lines in FLOWS_DIR: flows check | test [-u] | mutate | dial <line> | schema',
    load: async () => (await import('./cli/flows-command.ts')).flowsCommand,
  },
  db: {
    does: 'db migrate applies the migrations; db seed adds the sample offices, with --cases <n> made-up cases',
    load: async () => (await import('./cli/db.ts')).dbCommand,
  },
  line: {
    does: 'line set <id> <number> [--flow <flow>] [--office <id>] …: what a line answers, and whom it rings from',
    load: async () => (await import('./cli/line.ts')).lineCommand,
  },
  staff: {
    does: 'staff set <email> --name <name> --roles officer,… --offices LOS,…|all: adds or resets a sign-in',
    load: async () => (await import('./cli/staff.ts')).staffCommand,
  },
  office: {
    does: 'office cover <office> <covering office>|none: who works its callbacks while its officers are away',
    load: async () => (await import('./cli/office.ts')).officeCommand,
  },
  interpreter: {
    does: 'interpreter set <language> <number>|none: whom to ring for an interpreter',
    load: async () => (await import('./cli/interpreter.ts')).interpreterCommand,
  },
  key: {
    does: 'key create <file>: a fresh master key for the vault',
    load: async () => (await import('./cli/key.ts')).keyCommand,
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error('usage: hotline <command>');
  for (const [known, { does }] of Object.entries(commands)) console.error(`  ${known.padEnd(11)} ${does}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await (await command.load())(args, process.env);
  } catch (error) {
    console.error(isAppError(error) ? `${error.code}\n${error.detail}` : error);
    process.exitCode = 1;
  }
}
