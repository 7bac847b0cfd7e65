/** What a token of the last write travels by; `createReplicas` makes and reads it. */
export interface TokenCarrier {
  /** Takes the token that the client brought. One that it refuses is as none: the client is sent a new one. */
  take(token: string): void
  /** The token of what this request wrote; undefined where it wrote nothing. */
  give(): string | undefined
  /** Default: `pgw_lsn`. */
  readonly cookie?: string
  /** How long a client keeps it, in seconds: longer than any replica lags. Default: 60. */
  readonly maxAgeSeconds?: number
  /** Only over HTTPS. Default: true. */
  readonly secure?: boolean
}
