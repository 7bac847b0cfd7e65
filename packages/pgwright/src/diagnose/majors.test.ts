import { expect, test } from 'vitest'
import { describeMajors } from '../../test/majors.ts'
import { readsRows } from './inspect-rows.ts'
import { lacking } from './needs.ts'
import { checks } from './registry.ts'
import { readServer } from './server.ts'

/**
 * A statement that a major refuses makes a check skipped, as the refusal of a managed server does, and nobody would see
 * it: rows that cases give do not come from it.
 */
describeMajors(
  'the statements of the checks',
  async (client) => {
    await client.query(`
      create extension pgstattuple;
      create table "T 1" (id int primary key, at timestamptz, name text unique, flag bool);
      create table "P 1" (at timestamptz) partition by range (at);
      create table "P 2" partition of "P 1" for values from ('2024-01-01') to ('2024-02-01');
      create index on "T 1" (lower(name), at) where flag;
      create index on "P 1" (at);
      create statistics "S 1" on id, flag from "T 1"`)
  },
  (source) => {
    test('are understood, and their rows too', async () => {
      const { client } = source()
      const server = await readServer(client)
      const refused: string[] = []
      for (const check of checks.filter(readsRows)) {
        if (lacking(check, server) !== null) continue
        try {
          const { rows } = await client.query(check.sql(server))
          check.detect(
            rows.map((row) => check.row.parse(row)),
            server,
          )
        } catch (error) {
          refused.push(`${check.id}: ${error instanceof Error ? error.message : error}`)
        }
      }
      expect(refused).toEqual([])
    })
  },
)
