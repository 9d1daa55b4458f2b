/** The file of a state is not one that this sandbox can go on with. */
export class StateError extends Error {}
