interface Release {
  /** The latest minor release that is known here. */
  readonly minor: number
  readonly releasedOn: string
  /** Of its last release, by the policy of five years. */
  readonly lastFixOn: string
}

/** By major. To be looked after with each release of PostgreSQL: https://www.postgresql.org/support/versioning/ */
export const releases: Readonly<Record<number, Release>> = {
  14: { minor: 24, releasedOn: '2026-08-13', lastFixOn: '2026-11-12' },
  15: { minor: 19, releasedOn: '2026-08-13', lastFixOn: '2027-11-11' },
  16: { minor: 15, releasedOn: '2026-08-13', lastFixOn: '2028-11-09' },
  17: { minor: 11, releasedOn: '2026-08-13', lastFixOn: '2029-11-08' },
  18: { minor: 6, releasedOn: '2026-08-13', lastFixOn: '2030-11-14' },
}
