package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const listTables = `SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename`

func quote(names ...string) string {
	return pgx.Identifier(names).Sanitize()
}

func tablesOf(ctx context.Context, tx pgx.Tx, schema string) ([]string, error) {
	rows, err := tx.Query(ctx, listTables, schema)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// copyTables makes every table of one schema anew in another, with its rows, defaults and indexes.
func copyTables(ctx context.Context, tx pgx.Tx, from, to string) (int, error) {
	tables, err := tablesOf(ctx, tx, from)
	if err != nil {
		return 0, err
	}
	for _, table := range tables {
		source, target := quote(from, table), quote(to, table)
		for _, script := range []string{
			"CREATE TABLE " + target + " (LIKE " + source + " INCLUDING ALL)",
			"INSERT INTO " + target + " OVERRIDING SYSTEM VALUE SELECT * FROM " + source,
		} {
			if _, err := tx.Exec(ctx, script); err != nil {
				return 0, fmt.Errorf("table %s: %w", table, explainSQL(err))
			}
		}
	}
	return len(tables), nil
}

// moveNumbers lets identity columns go on after the rows that are there.
const moveNumbers = `SELECT setval(pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name),
	(xpath('/row/next/text()', query_to_xml(format('SELECT coalesce(max(%I), 0) + 1 AS next FROM %I.%I',
	column_name, table_schema, table_name), false, true, '')))[1]::text::bigint, false)
	FROM information_schema.columns WHERE table_schema = $1 AND is_identity = 'YES'`

// backupDatabase copies the tables into a schema of the backup's name, one as of a moment.
func backupDatabase(ctx context.Context, read settings) error {
	return withBackup(ctx, read, "backup", func(tx pgx.Tx, own string) error {
		for _, script := range []string{
			"DROP SCHEMA IF EXISTS " + quote(read.backup) + " CASCADE",
			"CREATE SCHEMA " + quote(read.backup),
		} {
			if _, err := tx.Exec(ctx, script); err != nil {
				return explainSQL(err)
			}
		}
		count, err := copyTables(ctx, tx, own, read.backup)
		if err == nil {
			fmt.Printf("backup %s: %d tables\n", read.backup, count)
		}
		return err
	})
}

// verifyBackup reads every row of a backup again.
func verifyBackup(ctx context.Context, read settings) error {
	return withBackup(ctx, read, "backup --verify", func(tx pgx.Tx, own string) error {
		there := false
		err := tx.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", quote(read.backup)).Scan(&there)
		if err != nil {
			return explainSQL(err)
		}
		if !there {
			return fmt.Errorf("there is no backup %q", read.backup)
		}
		tables, err := tablesOf(ctx, tx, read.backup)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows := 0
			if err := tx.QueryRow(ctx, "SELECT count(*) FROM "+quote(read.backup, table)).Scan(&rows); err != nil {
				return fmt.Errorf("table %s: %w", table, explainSQL(err))
			}
			fmt.Printf("backup %s: %d rows of %s\n", read.backup, rows, table)
		}
		return nil
	})
}

// restoreDatabase puts the tables of a backup in the place of those that are there: either all of them or none.
func restoreDatabase(ctx context.Context, read settings) error {
	return withBackup(ctx, read, "restore", func(tx pgx.Tx, own string) error {
		saved, err := tablesOf(ctx, tx, read.backup)
		if err != nil {
			return err
		}
		if len(saved) == 0 {
			return fmt.Errorf("there is no backup %q", read.backup)
		}
		present, err := tablesOf(ctx, tx, own)
		if err != nil {
			return err
		}
		for _, table := range present {
			if _, err := tx.Exec(ctx, "DROP TABLE "+quote(own, table)+" CASCADE"); err != nil {
				return explainSQL(err)
			}
		}
		count, err := copyTables(ctx, tx, read.backup, own)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, moveNumbers, own); err != nil {
			return explainSQL(err)
		}
		fmt.Printf("restored %d tables of backup %s\n", count, read.backup)
		return nil
	})
}

// withBackup runs a step in one transaction that sees one moment of the database; own is the app's schema.
func withBackup(ctx context.Context, read settings, action string, step func(tx pgx.Tx, own string) error) error {
	fail := func(err error) error { return fmt.Errorf("%s: %w", action, err) }
	if read.backup == "" {
		return fail(errors.New("SLUICE_BACKUP must name the backup"))
	}
	connection, err := connect(ctx, read)
	if err != nil {
		return fail(err)
	}
	defer connection.Close(context.Background())
	own := ""
	if err := connection.QueryRow(ctx, "SELECT current_schema()").Scan(&own); err != nil {
		return fail(explainSQL(err))
	}
	if own == read.backup {
		return fail(errors.New("SLUICE_BACKUP must not be the app's own schema"))
	}
	err = pgx.BeginTxFunc(ctx, connection, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(tx pgx.Tx) error {
		return step(tx, own)
	})
	if err != nil {
		return fail(err)
	}
	return nil
}
