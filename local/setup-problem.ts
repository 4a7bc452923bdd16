/** Something about this machine or its settings that the person who starts Passbook can put right; no stack is needed. */
export class SetupProblem extends Error {
  override readonly name = "SetupProblem";
}
