import type { Dirent } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appError } from '../kernel/errors.ts';

/** The files of one line's flow: `flow.yaml` and prompts by name, and its scenarios by name. */
export interface FlowFolder {
  /** Name of the folder, which is the name of the flow. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly scenarios: Readonly<Record<string, string>>;
}

/** The files of every flow, without their scenarios, by the flow's name: what the voice feature opens. */
export async function readFlows(flowsDir: string): Promise<Record<string, FlowFolder['files']>> {
  const names = await folderNames(flowsDir);
  const files = await Promise.all(names.map((name) => readYaml(join(flowsDir, name))));
  return Object.fromEntries(names.map((name, at) => [name, files[at] ?? {}]));
}

/**
 * Reads every flow below a folder, in the order of their names.
 *
 * @param flowsDir such as `ivr-flows`: one folder a line
 * @throws AppError `config.unreadable`
 */
export async function readFlowFolders(flowsDir: string): Promise<FlowFolder[]> {
  const names = await folderNames(flowsDir);
  return await Promise.all(names.map((name) => readFlowFolder(flowsDir, name)));
}

async function folderNames(flowsDir: string): Promise<string[]> {
  const entries = await readdir(flowsDir, { withFileTypes: true }).catch((cause: unknown) => {
    throw appError('config.unreadable', { detail: `FLOWS_DIR: ${flowsDir} cannot be read.`, cause });
  });
  return (await keep(entries, (entry) => isKind(flowsDir, entry, 'isDirectory'))).sort();
}

/** Whether an entry, or what it links to, is of a kind. What a deployment keeps for itself has a hidden name. */
async function isKind(folder: string, entry: Dirent, kind: 'isDirectory' | 'isFile'): Promise<boolean> {
  if (entry.name.startsWith('.')) return false;
  if (!entry.isSymbolicLink()) return entry[kind]();
  // One that leads nowhere, for the moment or for good, is as if it were not there.
  const target = await stat(join(folder, entry.name)).catch(() => null);
  return target?.[kind]() ?? false;
}

async function keep(
  entries: readonly Dirent[],
  test: (entry: Dirent) => Promise<boolean>,
): Promise<string[]> {
  const kept = await Promise.all(entries.map(test));
  return entries.filter((_, at) => kept[at]).map(({ name }) => name);
}

async function readFlowFolder(flowsDir: string, name: string): Promise<FlowFolder> {
  const folder = join(flowsDir, name);
  return { name, files: await readYaml(folder), scenarios: await readYaml(join(folder, 'scenarios')) };
}

/** Replaces the text of one scenario. */
export async function writeScenario(
  flowsDir: string,
  flow: string,
  file: string,
  text: string,
): Promise<void> {
  await writeFile(join(flowsDir, flow, 'scenarios', file), text);
}

/** The YAML files of a folder by name; none where the folder is not there. */
async function readYaml(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const yaml = entries.filter(({ name }) => name.endsWith('.yaml'));
  const names = await keep(yaml, (entry) => isKind(folder, entry, 'isFile'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
