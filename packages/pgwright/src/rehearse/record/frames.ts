/** One message of PostgreSQL's wire protocol. */
export interface Frame {
  /** Its letter. */
  readonly type: string
  /** What comes after its length. */
  readonly body: Buffer
}

/** Cuts a stream into messages. The first messages of a client have no letter: whoever reads these says when they end. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  add(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
  }

  /** The next message; null where it has not come as a whole. */
  next(): Frame | null {
    const body = this.#body(1)
    if (body === null) return null
    const type = String.fromCharCode(this.#rest[0] ?? 0)
    this.#rest = this.#rest.subarray(5 + body.length)
    return { type, body }
  }

  /** The next message without a letter, with its length before it. */
  nextBare(): Buffer | null {
    const body = this.#body(0)
    if (body === null) return null
    const whole = this.#rest.subarray(0, 4 + body.length)
    this.#rest = this.#rest.subarray(4 + body.length)
    return whole
  }

  #body(at: number): Buffer | null {
    if (this.#rest.length < at + 4) return null
    const end = at + this.#rest.readUInt32BE(at)
    return this.#rest.length < end ? null : this.#rest.subarray(at + 4, end)
  }
}

/** Reads the fields of a message one after the other. */
export class FrameFields {
  readonly #body: Buffer
  #at = 0

  constructor(body: Buffer) {
    this.#body = body
  }

  text(): string {
    const end = this.#body.indexOf(0, this.#at)
    const text = this.#body.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  int16(): number {
    this.#at += 2
    return this.#body.readInt16BE(this.#at - 2)
  }

  /** A value with its length before it; null for SQL's null. */
  value(): Buffer | null {
    const length = this.#body.readInt32BE(this.#at)
    this.#at += 4
    if (length === -1) return null
    this.#at += length
    return this.#body.subarray(this.#at - length, this.#at)
  }
}
