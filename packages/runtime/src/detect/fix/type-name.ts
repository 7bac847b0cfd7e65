/** Of `pg_type.dat`: types that keys have, whose oids are the same on every server. */
const names: Readonly<Record<number, string>> = {
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  700: 'real',
  701: 'double precision',
  1042: 'bpchar',
  1043: 'varchar',
  1082: 'date',
  1114: 'timestamp',
  1184: 'timestamptz',
  1700: 'numeric',
  2950: 'uuid',
}

/** Null for a type that a server numbers by itself. */
export function typeName(oid: number): string | null {
  return names[oid] ?? null
}
