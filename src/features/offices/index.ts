export { createOfficesFeature } from './offices.feature.ts';
export { buildDirectory } from './offices.directory.ts';
export { seedLine, seedOffices, setCover, setInterpreter } from './offices.seed.ts';
export type { Directory, DirectoryFiles, Line, Office } from './offices.directory.ts';
export type { Routing } from './offices.model.ts';
export type { OfficesService } from './offices.service.ts';
