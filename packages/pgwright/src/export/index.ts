export { type ExportOptions, exportPlan } from './export-plan.ts'
export { type ToolName, toolNames } from './tools.ts'
