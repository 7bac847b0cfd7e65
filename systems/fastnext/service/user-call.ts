export interface UserCall {
  readonly userId: number
}
