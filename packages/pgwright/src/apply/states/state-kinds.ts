import type { State } from '../../model/index.ts'
import { columnFilled } from './column-filled.ts'
import { columnOptions } from './column-options.ts'
import { columnsAgree } from './columns-agree.ts'
import { columnsSwapped } from './columns-swapped.ts'
import { constraintValid } from './constraint-valid.ts'
import { foreignKeyDeferred } from './foreign-key-deferred.ts'
import { foreignKeyMoved } from './foreign-key-moved.ts'
import { columnNotNull, columnNullable } from './nullability.ts'
import { optionsSet } from './options.ts'
import { policyAs } from './policy.ts'
import { rowSecurity } from './row-security.ts'
import { settingSet } from './setting.ts'
import type { StateKind } from './state-kind.ts'
import { triggerFires } from './trigger-fires.ts'

const kinds: { readonly [Kind in State['kind']]: StateKind<Extract<State, { kind: Kind }>> } = {
  'constraint-valid': constraintValid,
  'column-not-null': columnNotNull,
  'column-nullable': columnNullable,
  'options-set': optionsSet,
  'column-options': columnOptions,
  'setting-set': settingSet,
  'policy-as': policyAs,
  'row-security': rowSecurity,
  'trigger-fires': triggerFires,
  'column-filled': columnFilled,
  'columns-agree': columnsAgree,
  'columns-swapped': columnsSwapped,
  'foreign-key-moved': foreignKeyMoved,
  'foreign-key-deferred': foreignKeyDeferred,
}

/** Which one belongs to a state the compiler can't follow, as it is of the state that was asked with. */
export function kindOf(state: State): StateKind<State> {
  return kinds[state.kind] as StateKind<State>
}

/** The same text for the same thing in whatever state, so that a later step is known to have the last word. */
export function subjectOfState(state: State): string {
  return JSON.stringify([state.kind.replace(/^column-n.*/, 'nullability'), kindOf(state).describe(state)])
}
