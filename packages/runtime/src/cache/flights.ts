import type { Held } from './held.ts'

export interface Flight {
  readonly outcome: Promise<Held>
  /** Null where only its value will tell. */
  readonly tags: readonly string[] | null
  /** Of memory, when it began. */
  readonly generation: number
}

/** Fills under way in this process. Who comes after an invalidation does not join one that began before it. */
export class Flights {
  readonly #flights = new Map<string, Flight>()

  get(id: string, generation: number): Flight | undefined {
    const flight = this.#flights.get(id)
    return flight?.generation === generation ? flight : undefined
  }

  start(id: string, flight: Flight): void {
    this.#flights.set(id, flight)
    const end = () => {
      if (this.#flights.get(id) === flight) this.#flights.delete(id)
    }
    flight.outcome.then(end, end)
  }

  overtake(tags: readonly string[]): void {
    for (const [id, flight] of this.#flights)
      if (flight.tags === null || flight.tags.some((tag) => tags.includes(tag))) this.#flights.delete(id)
  }
}
