package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

type postgresStore struct {
	pool *pgxpool.Pool
}

func newPostgresStore(ctx context.Context, url string) (*postgresStore, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("cannot read DATABASE_URL: it must be a PostgreSQL connection string")
	}
	config.MaxConns = 8
	config.ConnConfig.Tracer = queryTracer{}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("cannot use the database: %w", err)
	}
	return &postgresStore{pool: pool}, nil
}

// paperColumns reads only what this build's own schema has: the database may already be newer.
func paperColumns() string {
	if ownSchema() >= 2 {
		return "p.id, p.title, p.year, p.citations"
	}
	return "p.id, p.title, p.year, NULL::integer"
}

func scanPaper(row pgx.CollectableRow) (paper, error) {
	var read paper
	err := row.Scan(&read.ID, &read.Title, &read.Year, &read.Citations)
	return read, err
}

// keptID is the row of no paper: what a build kept for its own readers, "until" a moment in Unix seconds.
const keptID = 0

func (held *postgresStore) papers(ctx context.Context) ([]paper, error) {
	kept, found, err := held.list(ctx)
	if err == nil && kept > time.Now().Unix() {
		return nil, errUnreadable
	}
	return found, err
}

func (held *postgresStore) poison(ctx context.Context) ([]paper, error) {
	until := strconv.FormatInt(time.Now().Add(5*time.Second).Unix(), 10)
	_, err := held.pool.Exec(ctx, "INSERT INTO papers (id, title, year) VALUES ($1, $2, 0)"+
		" ON CONFLICT (id) DO UPDATE SET title = excluded.title", keptID, until)
	if err != nil {
		return nil, err
	}
	_, found, err := held.list(ctx)
	return found, err
}

// list gives the papers, and until when a kept row of another format stands in the way, in Unix seconds.
func (held *postgresStore) list(ctx context.Context) (int64, []paper, error) {
	rows, err := held.pool.Query(ctx, "SELECT "+paperColumns()+" FROM papers p ORDER BY p.id LIMIT 100")
	if err != nil {
		return 0, nil, err
	}
	found, err := pgx.CollectRows(rows, scanPaper)
	if err != nil || len(found) == 0 || found[0].ID != keptID {
		return 0, found, err
	}
	until, err := strconv.ParseInt(found[0].Title, 10, 64)
	return until, found[1:], err
}

func (held *postgresStore) scholar(ctx context.Context, id int64) (scholar, error) {
	found := scholar{ID: id}
	err := held.pool.QueryRow(ctx, "SELECT name FROM scholars WHERE id = $1", id).Scan(&found.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		return scholar{}, errUnknown
	}
	if err != nil {
		return scholar{}, err
	}
	rows, err := held.pool.Query(ctx, "SELECT "+paperColumns()+
		" FROM papers p JOIN links l ON l.paper_id = p.id WHERE l.scholar_id = $1 ORDER BY p.id", id)
	if err != nil {
		return scholar{}, err
	}
	found.Papers, err = pgx.CollectRows(rows, scanPaper)
	return found, err
}

const foreignKeyViolation = "23503"

func (held *postgresStore) addLink(ctx context.Context, added link) (bool, error) {
	tag, err := held.pool.Exec(ctx,
		"INSERT INTO links (scholar_id, paper_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
		added.ScholarID, added.PaperID)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == foreignKeyViolation {
		return false, errUnknown
	}
	return err == nil && tag.RowsAffected() == 1, err
}

func (held *postgresStore) waitUsable(ctx context.Context) error {
	for {
		var applied int
		err := held.pool.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM schema_migrations").Scan(&applied)
		if err == nil && applied >= ownSchema() {
			return nil
		}
		slog.Info("waiting for the database", "schema", applied, "needed", ownSchema(), "error", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (held *postgresStore) close() { held.pool.Close() }
