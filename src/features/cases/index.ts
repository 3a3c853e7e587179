export { createCasesFeature } from './cases.feature.ts';
export type { CasesService } from './cases.service.ts';
export type { CaseDetails, CaseWrite } from './cases.model.ts';
export { forgetDeclaration, keepDeclaration } from './cases.capabilities.ts';
export { addMessageDeclaration, openDeclaration } from './openings/openings.capabilities.ts';
export type { OpeningsService } from './openings/openings.service.ts';
