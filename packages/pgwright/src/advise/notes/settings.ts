import type { Note, Snapshot } from '../../model/index.ts'
import { PlanTrees } from '../../twin/index.ts'
import { percent } from '../figures.ts'
import { type InPlace, leastGain, type PlannedInPlace } from '../in-place.ts'
import { refusedAsNull } from '../refused.ts'
import { statementsOf } from './statements.ts'

interface SettingWhatIf {
  readonly name: string
  /** The other value to try; null where the one that is set is no reason to. */
  readonly other: (value: number) => number | null
  /** Costs with the other value are in the same units, so they can be compared. */
  readonly comparable: boolean
  readonly advice: string
}

const whatIfs: readonly SettingWhatIf[] = [
  {
    name: 'random_page_cost',
    // 4 stands for disks with a moving head; what has none reads a page anywhere at about the same cost.
    other: (value) => (value > 1.5 ? 1.1 : null),
    comparable: false,
    advice:
      'Where the data lies on solid-state disks, or mostly in memory, set it to 1.1 and measure these statements.',
  },
  {
    name: 'work_mem',
    other: fourfold,
    comparable: true,
    advice: 'Set it for the role that runs these statements: each sort and hash of each session may take that much.',
  },
  {
    name: 'effective_cache_size',
    other: fourfold,
    comparable: true,
    advice:
      "Set it to what is left of the machine's memory for caching, about three quarters of it where nothing else runs there.",
  },
]

/** What settings of memory go up to, whatever they count in. */
const most = 2 ** 31 - 1

function fourfold(value: number): number | null {
  return value < most ? Math.min(4 * value, most) : null
}

/** Tells which settings would have statements planned in another way. Which value is right, no plan can tell. */
export async function settingNotes(inPlace: InPlace): Promise<Note[]> {
  const notes: Note[] = []
  for (const whatIf of whatIfs) {
    const note = await settingNote(inPlace, whatIf).catch(refusedAsNull)
    if (note !== null) notes.push(note)
  }
  return [...notes, ...jitNote(inPlace)]
}

async function settingNote(inPlace: InPlace, { name, other, comparable, advice }: SettingWhatIf): Promise<Note | null> {
  const { twin, snapshot, heaviest, cost } = inPlace
  const setting = settingOf(snapshot, name)
  const value = setting === null ? null : other(Number(setting.setting))
  if (setting === null || value === null || !Number.isFinite(value)) return null
  const trees = new PlanTrees(snapshot)
  const asked = heaviest.filter(({ context }) => !hasOwn(snapshot, context.role, name))
  const flipped: PlannedInPlace[] = []
  let gain = 0
  for (const planned of asked) {
    const settings = { ...planned.context.settings, [name]: String(value) }
    const plan = await twin.explain(planned.sql, { ...planned.context, settings })
    gain += planned.weight * (planned.plan['Total Cost'] - plan['Total Cost'])
    if (trees.of(plan) !== trees.of(planned.plan)) flipped.push(planned)
  }
  if (flipped.length === 0 || (comparable && gain < leastGain * cost)) return null
  const unit = setting.unit === null ? '' : ` (${setting.unit})`
  const share = comparable ? `, and the planner's cost of the workload falls by ${percent(gain / cost)}` : ''
  return {
    kind: 'setting',
    title: `${name} is ${setting.setting}${unit}; with ${value} plans are others.`,
    statements: statementsOf(flipped),
    evidence: `On the twin ${flipped.length} of the ${asked.length} dearest plans would be others${share} (estimates).`,
    advice,
  }
}

/** Compiling is no part of a plan's cost, and takes tens or hundreds of milliseconds at each call. */
function jitNote({ snapshot, heaviest }: InPlace): Note[] {
  const above = Number(settingOf(snapshot, 'jit_above_cost')?.setting ?? -1)
  if (settingOf(snapshot, 'jit')?.setting !== 'on' || above < 0) return []
  const compiled = heaviest.filter(
    ({ context, plan }) => !hasOwn(snapshot, context.role, 'jit') && plan['Total Cost'] > above,
  )
  if (compiled.length === 0) return []
  return [
    {
      kind: 'setting',
      title: 'jit is on, and compiles plans anew at each call.',
      statements: statementsOf(compiled),
      evidence: `Of the ${heaviest.length} dearest plans ${compiled.length} cost more than jit_above_cost, which is ${above}.`,
      advice:
        'Run these statements with jit off and compare the times; where it gains nothing, set it off for their role.',
    },
  ]
}

function settingOf({ settings }: Snapshot, name: string) {
  return settings.find((setting) => setting.name === name) ?? null
}

function hasOwn({ roleSettings }: Snapshot, role: string | null, name: string): boolean {
  return roleSettings.some((setting) => setting.role === role && setting.name === name)
}
