/** Sets our channels apart from those that libraries register, which a window must not reach. */
export const channel = (name: string): string => `galley:${name}`;
