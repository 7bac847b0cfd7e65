/** In a query of `pg_sequence` as `s`: a sequence's options as `create sequence` takes them, for one of the same kind. */
export const sequenceOptions = `format('increment by %s minvalue %s maxvalue %s start with %s cache %s%s cycle',
  s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, case when s.seqcycle then '' else ' no' end)`
