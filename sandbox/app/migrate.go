package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

type migration struct {
	number int
	name   string
	up     string
	down   string
}

// readMigrations returns the migrations up to this build's schema, oldest first.
func readMigrations() ([]migration, error) {
	paths, err := fs.Glob(migrationFiles, "migrations/*.up.sql")
	if err != nil {
		return nil, err
	}
	found := []migration{}
	for _, path := range paths {
		title := strings.TrimSuffix(strings.TrimPrefix(path, "migrations/"), ".up.sql")
		digits, name, _ := strings.Cut(title, "_")
		number, err := strconv.Atoi(digits)
		if err != nil {
			return nil, fmt.Errorf("cannot read migration %q: its name must start with a number", path)
		}
		if number > ownSchema() {
			continue
		}
		up, err := migrationFiles.ReadFile(path)
		if err != nil {
			return nil, err
		}
		down, err := migrationFiles.ReadFile("migrations/" + title + ".down.sql")
		if err != nil {
			return nil, err
		}
		found = append(found, migration{number, name, string(up), string(down)})
	}
	slices.SortFunc(found, func(a, b migration) int { return a.number - b.number })
	return found, nil
}

func connect(ctx context.Context, read settings) (*pgx.Conn, error) {
	if read.databaseURL == "" {
		return nil, errors.New("DATABASE_URL must be set")
	}
	config, err := pgx.ParseConfig(read.databaseURL)
	if err != nil {
		// pgx quotes the string, password and all.
		return nil, errors.New("DATABASE_URL must be a PostgreSQL connection string")
	}
	config.ConnectTimeout = 5 * time.Second
	deadline := time.Now().Add(read.migrateWait)
	for {
		connection, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			return connection, nil
		}
		if ctx.Err() != nil || time.Now().After(deadline) {
			reason := strings.Join(strings.Fields(err.Error()), " ")
			return nil, fmt.Errorf("cannot reach the database at %s:%d within %s: %s",
				config.Host, config.Port, read.migrateWait, reason)
		}
		fmt.Printf("the database at %s:%d does not answer yet\n", config.Host, config.Port)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func explainSQL(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Detail != "" {
		return fmt.Errorf("%w: %s", err, refused.Detail)
	}
	return err
}

// apply runs one step and its note in one transaction: either both are there or neither.
func apply(ctx context.Context, connection *pgx.Conn, step migration, down bool) error {
	return pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error {
		script, note := step.up, "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)"
		arguments := []any{step.number, step.name}
		if down {
			script, note = step.down, "DELETE FROM schema_migrations WHERE version = $1"
			arguments = arguments[:1]
		}
		if _, err := tx.Exec(ctx, script); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, note, arguments...)
		return err
	})
}

const (
	createNotes = `CREATE TABLE IF NOT EXISTS schema_migrations (
		version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`
	migrationLock = 8_226_061
	migrationName = "scholarlink-migrate"
)

// cancelMigration ends what a migration that is gone, or was told to end, still does in the database.
func cancelMigration(ctx context.Context, read settings) error {
	connection, err := connect(ctx, read)
	if err != nil {
		return fmt.Errorf("migrate --cancel: %w", err)
	}
	defer connection.Close(context.Background())
	ended := 0
	err = connection.QueryRow(ctx, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE application_name = $1 AND pid <> pg_backend_pid()`, migrationName).Scan(&ended)
	if err != nil {
		return fmt.Errorf("migrate --cancel: %w", err)
	}
	fmt.Printf("sessions of a migration that were ended: %d\n", ended)
	return nil
}

// migrate brings the database to this build's schema, or takes back the newest migration this build knows.
func migrate(ctx context.Context, read settings, down bool) error {
	steps, err := readMigrations()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	connection, err := connect(ctx, read)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer connection.Close(context.Background())
	if _, err := connection.Exec(ctx, "SET application_name = '"+migrationName+"'"); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// Two Jobs at once: the second waits, then finds nothing to do. The lock ends with the connection.
	if _, err := connection.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("migrate: cannot lock the database: %w", err)
	}
	// Whoever waits for a lock makes all later readers wait behind it: better to give up and be run again.
	if read.lockTimeout > 0 {
		limit := fmt.Sprintf("SET lock_timeout = %d", read.lockTimeout.Milliseconds())
		if _, err := connection.Exec(ctx, limit); err != nil {
			return fmt.Errorf("migrate: cannot limit the wait for locks: %w", err)
		}
	}
	if _, err := connection.Exec(ctx, createNotes); err != nil {
		return fmt.Errorf("migrate: cannot create schema_migrations: %w", explainSQL(err))
	}
	rows, err := connection.Query(ctx, "SELECT version FROM schema_migrations")
	if err != nil {
		return fmt.Errorf("migrate: cannot read schema_migrations: %w", err)
	}
	applied, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return fmt.Errorf("migrate: cannot read schema_migrations: %w", err)
	}
	if read.migrateFail != "" {
		return fmt.Errorf("migrate: MIGRATE_FAIL is set: %s", read.migrateFail)
	}
	verb := "applied"
	if down {
		steps, verb = steps[len(steps)-1:], "taken back"
	}
	for _, step := range steps {
		if slices.Contains(applied, step.number) != down {
			continue
		}
		if err := apply(ctx, connection, step, down); err != nil {
			return fmt.Errorf("migrate: migration %d (%s) failed, nothing of it is kept: %w",
				step.number, step.name, explainSQL(err))
		}
		fmt.Printf("migration %d (%s) %s\n", step.number, step.name, verb)
	}
	fmt.Printf("scholarlink %s: schema %d is what this version needs\n", read.version, ownSchema())
	return nil
}
