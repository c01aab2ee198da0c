package main

import (
	"context"
	"slices"
	"sync"
)

// memoryStore serves without a database; what is added is lost at the end.
type memoryStore struct {
	lock      sync.RWMutex
	allPapers []paper
	names     map[int64]string
	links     []link
}

func newMemoryStore() *memoryStore {
	return &memoryStore{
		allPapers: []paper{
			{ID: 1, Title: "On computable numbers", Year: 1936},
			{ID: 2, Title: "Computing machinery and intelligence", Year: 1950},
			{ID: 3, Title: "A note on two problems in connexion with graphs", Year: 1959},
		},
		names: map[int64]string{1: "Alan Turing", 2: "Edsger Dijkstra"},
		links: []link{{ScholarID: 1, PaperID: 1}, {ScholarID: 1, PaperID: 2}, {ScholarID: 2, PaperID: 3}},
	}
}

func (held *memoryStore) papers(context.Context) ([]paper, error) {
	return held.allPapers, nil
}

// poison harms nobody: no other process reads this memory.
func (held *memoryStore) poison(ctx context.Context) ([]paper, error) { return held.papers(ctx) }

func (held *memoryStore) scholar(_ context.Context, id int64) (scholar, error) {
	held.lock.RLock()
	defer held.lock.RUnlock()
	name, ok := held.names[id]
	if !ok {
		return scholar{}, errUnknown
	}
	found := scholar{ID: id, Name: name, Papers: []paper{}}
	for _, candidate := range held.allPapers {
		if slices.Contains(held.links, link{ScholarID: id, PaperID: candidate.ID}) {
			found.Papers = append(found.Papers, candidate)
		}
	}
	return found, nil
}

func (held *memoryStore) addLink(_ context.Context, added link) (bool, error) {
	held.lock.Lock()
	defer held.lock.Unlock()
	hasPaper := slices.ContainsFunc(held.allPapers, func(one paper) bool { return one.ID == added.PaperID })
	if _, ok := held.names[added.ScholarID]; !ok || !hasPaper {
		return false, errUnknown
	}
	if slices.Contains(held.links, added) {
		return false, nil
	}
	held.links = append(held.links, added)
	return true, nil
}

func (held *memoryStore) waitUsable(context.Context) error { return nil }

func (held *memoryStore) close() {}
