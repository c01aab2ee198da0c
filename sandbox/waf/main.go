// Command waf runs nginx with ModSecurity and counts what its rules decide.
//
// It reads the log that nginx writes to its standard output, writes one line without values of requests for each
// request that a rule refuses or would refuse, and serves the counters behind the app's own metrics.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

type settings struct {
	config, scratch, metrics string
	port, metricsPort        int
	hangsAfter               time.Duration
}

func readSettings() settings {
	var read settings
	flag.StringVar(&read.config, "config", "/etc/waf/config/nginx.conf", "configuration of nginx")
	flag.StringVar(&read.scratch, "scratch", "/tmp", "folder that can be written")
	flag.StringVar(&read.metrics, "app-metrics", "", "address of the app's metrics, e.g. http://127.0.0.1:9090/metrics")
	flag.IntVar(&read.port, "port", 8880, "port of nginx")
	flag.IntVar(&read.metricsPort, "metrics-port", 8881, "port of the metrics and of /waf/ready")
	flag.DurationVar(&read.hangsAfter, "hangs-after", hangsAfter, "time without any work, while connections wait, after which nginx hangs")
	flag.Parse()
	return read
}

// listenLines are nginx's: one for each family that the machine has, since rules know no IPv4 address inside of IPv6.
func listenLines(port int) string {
	lines := fmt.Sprintf("listen %d;\n", port)
	tried, err := net.Listen("tcp6", "[::]:0")
	if err != nil {
		return lines
	}
	_ = tried.Close()
	return fmt.Sprintf("%slisten [::]:%d ipv6only=on;\n", lines, port)
}

func start(read settings, counted *counters, told lines) (*exec.Cmd, <-chan struct{}, error) {
	listen := filepath.Join(read.scratch, "listen.conf")
	if err := os.WriteFile(listen, []byte(listenLines(read.port)), 0o600); err != nil {
		return nil, nil, err
	}
	nginx := exec.Command("/usr/sbin/nginx", "-e", "stderr", "-c", read.config)
	nginx.Stderr = os.Stderr
	output, err := nginx.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := nginx.Start(); err != nil {
		return nil, nil, err
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		from := bufio.NewReaderSize(output, 1<<20)
		for {
			line, err := from.ReadBytes('\n')
			if len(line) > 0 {
				counted.read(line, told)
			}
			if err != nil {
				return
			}
		}
	}()
	return nginx, over, nil
}

func serve(read settings, counted *counters, nginx int) *http.Server {
	routes := http.NewServeMux()
	workers := &progress{nginx: nginx, after: read.hangsAfter}
	routes.HandleFunc("GET /waf/ready", func(writer http.ResponseWriter, _ *http.Request) {
		connection, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", read.port), time.Second)
		var failed net.Error
		switch {
		case err == nil:
			_ = connection.Close()
		case errors.As(err, &failed) && failed.Timeout():
			// It listens, and has more to do than it can: its pod's load would make the next one busy, too.
		default:
			http.Error(writer, "nginx does not listen", http.StatusServiceUnavailable)
			return
		}
		// The connection was work for it, or still is.
		if workers.hang(time.Now()) {
			http.Error(writer, "nginx hangs", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(writer, "ready\n")
	})
	routes.Handle("GET /", scrape(read.metrics, counted))
	server := &http.Server{Addr: fmt.Sprintf(":%d", read.metricsPort), Handler: routes, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	return server
}

func main() {
	log.SetFlags(0)
	read := readSettings()
	counted := newCounters()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	told := writeLines(os.Stdout)
	nginx, over, err := start(read, counted, told)
	if err != nil {
		log.Fatalf("Cannot start nginx: %v", err)
	}
	server := serve(read, counted, nginx.Process.Pid)
	go func() {
		for received := range signals {
			// Its configuration never changes, and a reload would end kept connections under requests.
			if received == syscall.SIGHUP {
				continue
			}
			// The pod's app has ended before: what is under way ends, new requests are for others.
			_ = nginx.Process.Signal(syscall.SIGQUIT)
		}
	}()
	<-over
	told.end()
	err = nginx.Wait()
	_ = server.Shutdown(context.Background())
	if err != nil {
		log.Fatalf("nginx ended: %v", err)
	}
}
