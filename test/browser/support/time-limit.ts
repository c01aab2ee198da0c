// A test waits for pods, router and soaks; what hangs is found by the time limit of the command that hangs.
jest.setTimeout(600_000);
