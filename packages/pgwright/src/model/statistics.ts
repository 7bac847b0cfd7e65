import { z } from 'zod'

/** What `ANALYZE` found of a column or an expression; arrays of values are PostgreSQL's array text. */
const valueStatisticsSchema = z.object({
  nullFraction: z.number(),
  averageWidth: z.number(),
  distinct: z.number(),
  commonValues: z.string().nullable(),
  commonFrequencies: z.array(z.number()).nullable(),
  histogram: z.string().nullable(),
  correlation: z.number().nullable(),
  commonElements: z.string().nullable(),
  commonElementFrequencies: z.array(z.number()).nullable(),
  elementCountHistogram: z.array(z.number()).nullable(),
  rangeLengthHistogram: z.string().nullable(),
  rangeEmptyFraction: z.number().nullable(),
  rangeBoundsHistogram: z.string().nullable(),
})

/** A row of `pg_stats`. `table` may be an index (expression statistics). */
export const columnStatisticsSchema = valueStatisticsSchema.extend({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  /** Of an index's expression among its keys, from 1: the column's name is PostgreSQL's choice. Null for a table. */
  position: z.number().nullable(),
  /** Of a table with its children or partitions. */
  inherited: z.boolean(),
  /**
   * The column's least and greatest value when the snapshot was taken, as an array's text. Of a plain index's first
   * column that has a histogram: past its ends the planner asks the index.
   */
  ends: z.string().nullable(),
})

/** A column's name, or the number of an expression, from 1. */
const statisticsKeySchema = z.union([z.string(), z.number()])

/** What `ANALYZE` found for extended statistics. Null: not asked for, or not readable. */
export const extendedDataSchema = z.object({
  inherited: z.boolean(),
  distinct: z.array(z.object({ keys: z.array(statisticsKeySchema), distinct: z.number() })).nullable(),
  dependencies: z
    .array(z.object({ from: z.array(statisticsKeySchema), to: statisticsKeySchema, degree: z.number() }))
    .nullable(),
  /** Common combinations, each with a value for each of `keys`. */
  combinations: z
    .object({
      keys: z.array(statisticsKeySchema),
      items: z.array(
        z.object({ values: z.array(z.string().nullable()), frequency: z.number(), baseFrequency: z.number() }),
      ),
    })
    .nullable(),
  expressions: z.array(valueStatisticsSchema.nullable()).nullable(),
})

/** Of values that have no elements and are no ranges. */
export const scalarStatistics = {
  commonElements: null,
  commonElementFrequencies: null,
  elementCountHistogram: null,
  rangeLengthHistogram: null,
  rangeEmptyFraction: null,
  rangeBoundsHistogram: null,
} as const

export type ColumnStatistics = z.infer<typeof columnStatisticsSchema>
export type ValueStatistics = z.infer<typeof valueStatisticsSchema>
export type ExtendedData = z.infer<typeof extendedDataSchema>
export type StatisticsKey = z.infer<typeof statisticsKeySchema>
