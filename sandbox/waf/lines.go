package main

import (
	"io"
	"time"
)

// Most lines that wait for whoever reads the container's log.
const mostWaiting = 100

// lines are written by themselves: a log that nobody reads holds up neither the counters nor, behind them, nginx.
type lines struct {
	waiting chan []byte
	written chan struct{}
}

func writeLines(into io.Writer) lines {
	made := lines{waiting: make(chan []byte, mostWaiting), written: make(chan struct{})}
	go func() {
		defer close(made.written)
		for line := range made.waiting {
			_, _ = into.Write(line)
		}
	}()
	return made
}

// tell says whether the line will be written.
func (told lines) tell(line []byte) bool {
	select {
	case told.waiting <- line:
		return true
	default:
		return false
	}
}

// end waits for what is left, but not for ever.
func (told lines) end() {
	close(told.waiting)
	select {
	case <-told.written:
	case <-time.After(2 * time.Second):
	}
}
