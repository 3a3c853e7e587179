export { createCasesFeature } from './cases.feature.ts';
export type { CasesService } from './cases.service.ts';
export type { CaseDetails, CaseWrite } from './cases.model.ts';
export { keepDeclaration } from './cases.capabilities.ts';
