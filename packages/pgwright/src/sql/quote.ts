import { QuoteUtils } from 'pgsql-deparser'

/**
 * An identifier as PostgreSQL needs it, always in double quotes: a word that is free in one major can be reserved
 * in the next.
 *
 * @example quoteIdentifier('Order "x"') // → "Order ""x"""
 */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** An identifier in what people read and PostgreSQL runs: in double quotes only where this release needs them. */
export function readableIdentifier(name: string): string {
  return QuoteUtils.quoteIdentifier(name)
}

/** `"schema"."name"`. */
export function quoteQualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}

/** `schema.name` in what people read and PostgreSQL runs. */
export function readableQualified(schema: string, name: string): string {
  return `${readableIdentifier(schema)}.${readableIdentifier(name)}`
}

/** A string literal that means the same whatever `standard_conforming_strings` says. */
export function quoteLiteral(value: string): string {
  const doubled = value.replaceAll("'", "''")
  return value.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
