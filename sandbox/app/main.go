// Command scholarlink is a small service that links scholars to papers. It is the release that sandbox and demo
// ship: healthy, slow, failing or not starting at all, as its build and its faults say.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

func run(arguments []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	settings, err := readSettings(os.LookupEnv)
	if err != nil {
		return err
	}
	slog.SetDefault(newLogger(os.Stderr, settings))
	switch {
	case len(arguments) == 0 || (len(arguments) == 1 && arguments[0] == "serve"):
		return serve(ctx, settings)
	case len(arguments) == 1 && arguments[0] == "migrate":
		return migrate(ctx, settings, false)
	case len(arguments) == 2 && arguments[0] == "migrate" && arguments[1] == "--down":
		return migrate(ctx, settings, true)
	case len(arguments) == 2 && arguments[0] == "migrate" && arguments[1] == "--cancel":
		return cancelMigration(ctx, settings)
	case len(arguments) == 1 && arguments[0] == "backup":
		return backupDatabase(ctx, settings)
	case len(arguments) == 2 && arguments[0] == "backup" && arguments[1] == "--verify":
		return verifyBackup(ctx, settings)
	case len(arguments) == 1 && arguments[0] == "restore":
		return restoreDatabase(ctx, settings)
	case len(arguments) == 1 && arguments[0] == "version":
		fmt.Println(version)
		return nil
	}
	return fmt.Errorf("cannot run %q: arguments must be serve, migrate, migrate --down, migrate --cancel, backup, backup --verify, restore or version", arguments)
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scholarlink:", err)
		os.Exit(1)
	}
}
