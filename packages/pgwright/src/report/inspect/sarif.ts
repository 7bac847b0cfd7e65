import { type Finding, type InspectResult, printable, type Severity } from '../../model/index.ts'
import type { DescribedCheck } from './described-check.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>

/** SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/. A database has no lines: its name stands for the file. */
export function inspectSarif({ source, findings, skipped }: InspectResult, checks: readonly DescribedCheck[]): string {
  const uri = `database/${encodeURIComponent(source.database)}`
  const rules = checks.map(({ id, title, severity, category }) => ({
    id,
    shortDescription: { text: title },
    help: { text: `pgwright explain-check ${id}` },
    defaultConfiguration: { level: levels[severity] },
    properties: { category },
  }))
  const results = findings.map((finding) => ({
    ruleId: finding.checkId,
    ruleIndex: checks.findIndex(({ id }) => id === finding.checkId),
    level: levels[finding.severity],
    message: { text: plainText(`${finding.message} ${finding.help}`) },
    locations: [
      {
        physicalLocation: physicalLocation(finding, uri),
        logicalLocations: [{ fullyQualifiedName: finding.object, kind: finding.objectType }],
      },
    ],
    partialFingerprints: { 'pgwright/v1': finding.fingerprint },
    properties: { evidence: finding.evidence, ...(finding.fix === undefined ? {} : { fix: finding.fix }) },
  }))
  const notifications = skipped.map(({ checkId, reason }) => ({
    level: 'note',
    message: { text: plainText(`${checkId} was skipped: ${reason}`) },
    associatedRule: { id: checkId },
  }))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pgwright', rules } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results,
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** Findings about a database have no file. */
function physicalLocation({ evidence: { file, line } }: Finding, uri: string) {
  return {
    artifactLocation: { uri: typeof file === 'string' ? encodeURI(file) : uri },
    region: { startLine: typeof line === 'number' ? line : 1 },
  }
}

/** A plain message can hold links, `[text](target)` (3.11.6): a name must not become one. */
function plainText(text: string): string {
  return printable(text).replaceAll(/[[\]\\]/g, (character) => `\\${character}`)
}
