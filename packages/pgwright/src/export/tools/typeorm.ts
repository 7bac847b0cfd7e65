import { type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { javascriptText } from '../quote-text.ts'
import { type ExportedFile, file, type Tool } from '../tool.ts'
import { comments } from './script.ts'

/**
 * Each class leaves TypeORM's transaction and has its own. That way TypeORM refuses to run it in one with others, and
 * taking back, where it does not ask the class, works as well.
 */
export const typeorm: Tool = {
  files: (migrations) => migrations.map(fileOf),
  notes: [
    'Run them with: typeorm migration:run --transaction each (or migrationsTransactionMode: "each"). With "all", the default, TypeORM refuses them and changes nothing.',
    'Take them back with: typeorm migration:revert --transaction none. In the other modes TypeORM begins a transaction whatever the class says, and what builds an index concurrently fails.',
  ],
}

function fileOf(migration: Migration): ExportedFile {
  const { at, slug, up, down } = migration
  const className = `${slug.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}${at.getTime()}`
  const text = `${comments(migration, '//')}
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ${className} implements MigrationInterface {
  name = '${className}'
  transaction = false

${method('up', up)}
${down === null ? `  async down(): Promise<void> {\n    throw new Error(${javascriptText(noWayBack)})\n  }\n` : method('down', down)}}
`
  return file(`${at.getTime()}-${slug.replaceAll('_', '-')}.ts`, text)
}

function method(name: 'up' | 'down', pieces: readonly Piece[]): string {
  if (pieces.length === 0) return `  async ${name}(): Promise<void> {}\n`
  return `  async ${name}(queryRunner: QueryRunner): Promise<void> {\n${pieces.map(lines).join('')}  }\n`
}

function lines(piece: Piece): string {
  if (!piece.transactional) return oneByOne(piece).map(query('    ')).join('')
  return `    await queryRunner.startTransaction()
    try {
${withLockTimeout(piece).map(query('      ')).join('')}      await queryRunner.commitTransaction()
    } catch (error) {
      await queryRunner.rollbackTransaction()
      throw error
    }
`
}

function query(indent: string): (statement: string) => string {
  return (statement) => `${indent}await queryRunner.query(${javascriptText(statement)})\n`
}
