/** The first Pulumi whose language host ends the program on Ctrl-C; an older one lets a soak run on to its deadline. */
export const oldestPulumi = "3.229.0";
