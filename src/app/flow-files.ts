import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { appError } from '../kernel/errors.ts';

/**
 * Reads the folders of `dir`, one per line: their YAML files as text, by folder and file name. Scenarios are
 * the flow's tests, not the flow, and are left out.
 * @throws AppError `config.unreadable`
 */
export function readFlowFolders(dir: string): Record<string, Record<string, string>> {
  try {
    const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return Object.fromEntries(folders.map(({ name }) => [name, readYaml(join(dir, name))]));
  } catch (cause) {
    throw appError('config.unreadable', { detail: `FLOWS_DIR: ${dir} cannot be read.`, cause });
  }
}

function readYaml(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
