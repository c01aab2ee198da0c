package main

import (
	"context"
	"errors"
)

type paper struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
	Year  int    `json:"year"`
	// Citations is known from schema 2 on.
	Citations *int `json:"citations,omitempty"`
}

type scholar struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Papers []paper `json:"papers"`
}

type link struct {
	ScholarID int64 `json:"scholarId"`
	PaperID   int64 `json:"paperId"`
}

// errUnknown says that a scholar or a paper does not exist.
var errUnknown = errors.New("no such scholar or paper")

// errUnreadable says that another build left something that this one cannot read.
var errUnreadable = errors.New("the kept list of papers has a format of another build")

type store interface {
	papers(ctx context.Context) ([]paper, error)
	// poison leaves what papers cannot read for a while, and gives the papers all the same.
	poison(ctx context.Context) ([]paper, error)
	scholar(ctx context.Context, id int64) (scholar, error)
	// addLink reports whether the link is new.
	addLink(ctx context.Context, added link) (bool, error)
	// waitUsable returns when the store can serve this build, or with the context's end.
	waitUsable(ctx context.Context) error
	close()
}
