package main

import (
	"context"
	"errors"
	"io"
	"maps"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// killAfter is how long node may take to end after SIGINT; with Ctrl-C a person waits for it.
const killAfter = 1500 * time.Millisecond

type node struct {
	args           []string
	dir            string
	env            []string
	stdout, stderr io.Writer
}

type nodeEnd struct {
	code      int
	cancelled bool
	text      string
}

// nodes are the node processes this host started, each the leader of a process group of its own.
type nodes struct {
	mu        sync.Mutex
	cancelled bool
	groups    map[int]chan struct{}
}

// run starts node and waits for its end; the end of ctx kills it.
func (n *nodes) run(ctx context.Context, what node) (nodeEnd, error) {
	// The kernel sends Pdeathsig when the starting thread ends, so this thread must stay until node has ended.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command("node", what.args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = what.dir, what.env, what.stdout, what.stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	// Grandchildren that keep the streams open must not keep a cancelled run open.
	cmd.WaitDelay = killAfter
	ended, err := n.start(cmd)
	if err != nil {
		return nodeEnd{}, err
	}
	stop := context.AfterFunc(ctx, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer stop()
	err = cmd.Wait()
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.groups, cmd.Process.Pid)
	close(ended)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return nodeEnd{}, err
	}
	state := cmd.ProcessState
	return nodeEnd{code: state.ExitCode(), cancelled: n.cancelled, text: state.String()}, nil
}

func (n *nodes) start(cmd *exec.Cmd) (chan struct{}, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cancelled {
		return nil, context.Canceled
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if n.groups == nil {
		n.groups = map[int]chan struct{}{}
	}
	ended := make(chan struct{})
	n.groups[cmd.Process.Pid] = ended
	return ended, nil
}

// cancel interrupts every node, and kills those that do not end in time.
func (n *nodes) cancel() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cancelled = true
	for group, ended := range n.groups {
		_ = syscall.Kill(-group, syscall.SIGINT)
		go func() {
			select {
			case <-ended:
			case <-time.After(killAfter):
				_ = syscall.Kill(-group, syscall.SIGKILL)
			}
		}()
	}
}

// kill ends every node at once and collects it: a dead process that nobody collected still looks alive to those who
// watch its pid, and not every pid 1 collects orphans.
func (n *nodes) kill() {
	n.mu.Lock()
	n.cancelled = true
	groups := maps.Clone(n.groups)
	n.mu.Unlock()
	late := time.After(killAfter)
	for group, ended := range groups {
		_ = syscall.Kill(-group, syscall.SIGKILL)
		select {
		case <-ended:
		case <-late:
		}
	}
}
