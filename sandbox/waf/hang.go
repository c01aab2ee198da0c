package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A worker that got not a nanosecond of a processor for so long, while connections waited for it, hangs. One that gets too
// little of the processors gets some.
const hangsAfter = time.Minute

// progress of nginx's workers, as the kernel counts it.
type progress struct {
	mutex  sync.Mutex
	nginx  int
	after  time.Duration
	used   uint64
	usedAt time.Time
}

// processorTime of nginx's workers in nanoseconds; 0 where the kernel does not tell.
func processorTime(nginx int) uint64 {
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", nginx, nginx))
	sum := uint64(0)
	for _, child := range strings.Fields(string(children)) {
		scheduled, _ := os.ReadFile("/proc/" + child + "/schedstat")
		running, _, _ := strings.Cut(string(scheduled), " ")
		// Not a number is a worker that has just ended.
		nanoseconds, _ := strconv.ParseUint(running, 10, 64)
		sum += nanoseconds
	}
	return sum
}

// hang says whether the workers stand still. Something has to wait for them at each call.
func (known *progress) hang(now time.Time) bool {
	used := processorTime(known.nginx)
	known.mutex.Lock()
	defer known.mutex.Unlock()
	if used == 0 || used != known.used {
		known.used, known.usedAt = used, now
	}
	return now.Sub(known.usedAt) >= known.after
}
